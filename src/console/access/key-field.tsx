import { useTranslations } from 'use-intl';
import { ComboBox } from '../ui/combo-box.tsx';
import type { FoundKey, FoundKeys } from './find-keys.ts';

interface KeyFieldProps {
  readonly label: string;
  readonly description: string;
  /** Text that was typed, or the value of the chosen key. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What `useFoundKeys` found for the value. */
  readonly found: FoundKeys;
  /** What of a key becomes the value of the field. */
  readonly chooses: 'keyId' | 'arn';
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

const nameOf = ({ aliases, description, keyId }: FoundKey): string =>
  aliases?.edges[0]?.node.aliasName ?? (description || keyId);

/** Finds a key by words of its description or aliases, by its id or its ARN. A failed search is no error of the field: an ARN can be typed. */
export function KeyField(props: KeyFieldProps) {
  const { value, onChange, found, chooses, error, autoFocus = false, label, description } = props;
  const t = useTranslations();
  const { keys, failure } = found;
  return (
    <ComboBox
      label={label}
      description={failure ? `${failure.code}: ${failure.message}` : description}
      value={value}
      onChange={onChange}
      isFiltered
      isCode
      isRequired
      autoFocus={autoFocus}
      error={error}
      choices={keys.map((key) => ({
        value: key[chooses],
        label: nameOf(key),
        description: `${key.keyId} · ${key.keySpec} · ${t(`keys.states.${key.keyState}`)}`,
      }))}
    />
  );
}
