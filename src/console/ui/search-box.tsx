import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import type { Choice } from './choices.tsx';
import type { FieldProps } from './fields.tsx';

interface SearchBoxProps extends Omit<FieldProps, 'error'> {
  /** What fits the text, already filtered. */
  readonly choices: readonly Choice[];
  readonly text: string;
  readonly onType: (text: string) => void;
  readonly onChoose: (value: string) => void;
  /** In place of the list while it is empty. */
  readonly empty: string;
  readonly placeholder?: string;
  /** The text itself is a value too: a choice only fills it in. */
  readonly allowsOtherText?: boolean;
}

/** A field with a list of what fits the text that is typed. */
export function SearchBox(props: SearchBoxProps) {
  const { label, description, choices, text, onType, onChoose, empty, placeholder } = props;
  // Chosen for a moment only, which closes the list: what is chosen is shown elsewhere, or is the text.
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    if (chosen !== null) setChosen(null);
  }, [chosen]);
  return (
    <AriaComboBox
      className="field"
      items={choices}
      inputValue={text}
      onInputChange={onType}
      selectedKey={chosen}
      onSelectionChange={(key) => {
        if (key === null) return;
        setChosen(String(key));
        onChoose(String(key));
      }}
      allowsEmptyCollection={!props.allowsOtherText}
      allowsCustomValue={props.allowsOtherText ?? false}
      menuTrigger="focus"
    >
      <Label>{label}</Label>
      <div className="combo-box">
        <Input className="input" placeholder={placeholder} spellCheck="false" />
        <Button className="button quiet" aria-label={label}>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {description && (
        <Text slot="description" className="hint">
          {description}
        </Text>
      )}
      <Popover className="popover">
        <ListBox<Choice>
          className="list-box"
          renderEmptyState={() => <span className="hint list-item">{empty}</span>}
        >
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className="list-item">
              <Text slot="label" className="clipped">
                {choice.label}
              </Text>
              {choice.description && (
                <Text slot="description" className="hint">
                  {choice.description}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
