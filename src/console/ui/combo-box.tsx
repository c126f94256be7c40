import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import type { Choice } from './choices.tsx';
import './combo-box.css';
import type { FieldProps } from './fields.tsx';

interface ComboBoxProps extends FieldProps {
  /** What to offer; it is filtered here by what is typed, unless `isFiltered`. */
  readonly choices: readonly Choice[];
  /** The text of the field: a value that is offered, or another one. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The choices match what is typed already, because the server looked for them. */
  readonly isFiltered?: boolean;
  readonly isRequired?: boolean;
  readonly isCode?: boolean;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
}

const matches = ({ value, label }: Choice, typed: string) =>
  `${value} ${label}`.toLowerCase().includes(typed.toLowerCase());

/** A text field that offers values. Choosing one puts its value into the field; other texts are possible. */
export function ComboBox(props: ComboBoxProps) {
  const { label, description, error, choices, value, onChange, isCode, placeholder } = props;
  const { isFiltered = false, isRequired = false, autoFocus = false } = props;
  const isChosen = choices.some((choice) => choice.value === value);
  const shown = isFiltered || isChosen ? choices : choices.filter((one) => matches(one, value));
  return (
    <AriaComboBox
      className="field"
      inputValue={value}
      onInputChange={onChange}
      selectedKey={isChosen ? value : null} // the text decides: a list that changes does not change it
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      items={shown.map((choice) => ({ ...choice, id: choice.value }))}
      allowsCustomValue
      menuTrigger="focus"
      isRequired={isRequired}
      autoFocus={autoFocus}
      isInvalid={error !== undefined}
      // An error that the server found must not keep the browser from sending the corrected form.
      validationBehavior={error === undefined ? 'native' : 'aria'}
    >
      <Label>{label}</Label>
      <div className="combo">
        <Input
          className={isCode ? 'input code' : 'input'}
          autoComplete="off"
          spellCheck="false"
          placeholder={placeholder}
        />
        <Button className="combo-button">
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox<Choice & { readonly id: string }> className="list-box">
          {(choice) => (
            <ListBoxItem textValue={choice.value} className="list-item">
              {/* Without slots the name of the option is all that it shows. */}
              <span>{choice.label}</span>
              {choice.description && <span className="hint">{choice.description}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
