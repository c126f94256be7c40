import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import type { FieldProps } from './fields.tsx';

/** One of several values. */
export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** When to choose it. */
  readonly description?: ReactNode;
  /** Why it cannot be chosen now. */
  readonly refusal?: string | undefined;
}

interface ChoiceProps<Value extends string> extends Omit<FieldProps, 'error'> {
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** A list that opens, to choose one value. */
export function Select<Value extends string>(props: ChoiceProps<Value>) {
  const { label, description, choices, value, onChange, isDisabled = false } = props;
  return (
    <AriaSelect
      className="field"
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Value)}
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      <Button className="input select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="list-box">
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className="list-item"
            >
              <Text slot="label">{choice.label}</Text>
              {choice.description && (
                <Text slot="description" className="hint">
                  {choice.description}
                </Text>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** All values at once, each with its explanation. For choices that need thought. */
export function Radios<Value extends string>(props: ChoiceProps<Value>) {
  const { label, description, choices, value, onChange, isDisabled = false } = props;
  return (
    <RadioGroup
      className="field radios"
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      {choices.map((choice) => (
        <Radio
          key={choice.value}
          value={choice.value}
          className="radio"
          isDisabled={choice.refusal !== undefined}
        >
          <span className="dot" aria-hidden="true" />
          <span>
            {choice.label}
            {choice.description && <span className="hint">{choice.description}</span>}
            {choice.refusal && <span className="refusal">{choice.refusal}</span>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
