import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';
import './pairs.css';

/** A name and a value, with an id for lists. */
export interface Pair {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

interface PairsFieldProps {
  readonly label: string;
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
}

const MAX_PAIRS = 20;

/** Names and values, as many as are needed. */
export function PairsField({ label, pairs, onChange }: PairsFieldProps) {
  const t = useTranslations();
  const change = (id: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.id === id ? { ...pair, ...part } : pair)));
  const add = () => onChange([...pairs, { id: (pairs.at(-1)?.id ?? 0) + 1, name: '', value: '' }]);
  return (
    <fieldset className="pairs">
      <legend>{label}</legend>
      {pairs.map(({ id, name, value }) => (
        <div key={id} className="pair">
          <TextField
            label={t('access.whatIf.pairName')}
            value={name}
            onChange={(text) => change(id, { name: text })}
            maxLength={128}
            isCode
          />
          <TextField
            label={t('access.whatIf.pairValue')}
            value={value}
            onChange={(text) => change(id, { value: text })}
            maxLength={1_024}
            isCode
          />
          <Button onPress={() => onChange(pairs.filter((pair) => pair.id !== id))}>
            {t('common.remove')}
          </Button>
        </div>
      ))}
      <Button onPress={add} isDisabled={pairs.length >= MAX_PAIRS}>
        {t('common.add')}
      </Button>
    </fieldset>
  );
}
