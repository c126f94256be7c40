import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { Button } from '../ui/button.tsx';
import { errorOf, TextField } from '../ui/fields.tsx';
import { formatJson, jsonFault } from '../ui/json.ts';
import { useJsonError } from '../ui/use-json-error.ts';

interface PolicyEditorProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxCharacters: number;
  /** The failure of the form. */
  readonly failure: Failure | undefined;
  /** The input field that has the policy. */
  readonly field: string;
  /** Whether the text may be empty. */
  readonly isOptional?: boolean;
}

/** Whether a policy is worth sending: JSON that is not too long. The server checks what it means. */
export const isSendable = (text: string, maxCharacters: number): boolean =>
  [...text].length <= maxCharacters && jsonFault(text) === undefined;

/** The text of a policy, checked while it is typed: where it is no JSON, and whether it is too long. */
export function PolicyEditor(props: PolicyEditorProps) {
  const { label, description, value, onChange, maxCharacters, failure, field } = props;
  const { isOptional = false } = props;
  const t = useTranslations('access.editor');
  const length = [...value].length;
  const isEmpty = isOptional && value.trim() === '';
  const jsonError = useJsonError(value);
  const fault = isEmpty ? undefined : jsonError;
  const problem = length > maxCharacters ? t('tooLong', { length, max: maxCharacters }) : fault;
  return (
    <div className="policy-editor">
      <TextField
        label={label}
        description={description}
        value={value}
        onChange={onChange}
        rows={isOptional ? 6 : 14}
        isCode
        error={problem ?? errorOf(failure, field)}
      />
      <div className="editor-line">
        <span className="hint" aria-live="polite">
          {problem || isEmpty ? '' : t('valid')} {t('length', { length, max: maxCharacters })}
        </span>
        <Button
          look="quiet"
          isDisabled={isEmpty || fault !== undefined}
          onPress={() => onChange(formatJson(value))}
        >
          {t('format')}
        </Button>
      </div>
    </div>
  );
}
