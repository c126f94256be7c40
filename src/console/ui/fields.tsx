import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import type { Failure } from '../api/failure.ts';

export interface FieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  /** What is wrong with the value. */
  readonly error?: string | undefined;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly name?: string;
  /** `password` for secrets: hidden, and never filled in again by the browser. */
  readonly type?: 'text' | 'password' | 'search' | 'email' | 'number' | 'datetime-local' | 'tel';
  /** A text area of this many lines. */
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  readonly isDisabled?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
  /** In a font of equal widths, for ids, JSON and base64. */
  readonly isCode?: boolean;
  readonly autoFocus?: boolean;
}

/** A text with its label, explanation and error. */
export function TextField(props: TextFieldProps) {
  const { label, description, error, rows, isCode, placeholder, type = 'text', ...field } = props;
  const className = isCode ? 'input code' : 'input';
  return (
    <AriaTextField
      {...field}
      className="field"
      type={rows ? 'text' : type}
      autoComplete="off"
      spellCheck={isCode || type === 'password' ? 'false' : 'true'}
      isInvalid={error !== undefined}
      // An error that the server found must not keep the browser from sending the corrected form.
      validationBehavior={error === undefined ? 'native' : 'aria'}
    >
      <Label>{label}</Label>
      {rows ? (
        <TextArea className={className} rows={rows} placeholder={placeholder} />
      ) : (
        <Input className={className} placeholder={placeholder} />
      )}
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

interface CheckboxProps {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

/** A box to check, with its label. */
export const Checkbox = ({ children, ...props }: CheckboxProps) => (
  <AriaCheckbox {...props} className="checkbox">
    <span className="box" aria-hidden="true" />
    {children}
  </AriaCheckbox>
);

/** The error of a field, if the failure of its form names it. */
export const errorOf = (failure: Failure | undefined, field: string): string | undefined =>
  failure?.field === field ? failure.message : undefined;
