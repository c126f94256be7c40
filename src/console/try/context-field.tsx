import { useTranslations } from 'use-intl';
import type { EncryptionContextPairInput } from '../../generated/documents/console/graphql.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';

/** Pairs of an encryption context, in the order in which they were typed. */
export type Context = readonly EncryptionContextPairInput[];

export const NO_CONTEXT: Context = [];

interface ContextFieldProps {
  readonly label?: string;
  readonly value: Context;
  readonly onChange: (value: Context) => void;
}

/** An encryption context: any number of names with values. */
export function ContextField({ label, value, onChange }: ContextFieldProps) {
  const t = useTranslations();
  const change = (index: number, part: Partial<EncryptionContextPairInput>) =>
    onChange(value.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <fieldset className="context">
      <legend>{label ?? t('tryIt.context')}</legend>
      <p className="hint">{t('tryIt.contextHint')}</p>
      {value.map(({ key, value: text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no other identity while it is typed
        <div className="pair" key={index}>
          <TextField
            label={t('tryIt.contextKey', { number: index + 1 })}
            value={key}
            onChange={(changed) => change(index, { key: changed })}
            isRequired
          />
          <TextField
            label={t('tryIt.contextValue', { number: index + 1 })}
            value={text}
            onChange={(changed) => change(index, { value: changed })}
          />
          <Button
            look="quiet"
            aria-label={t('tryIt.removePair', { number: index + 1 })}
            onPress={() => onChange(value.filter((_pair, at) => at !== index))}
          >
            {t('common.remove')}
          </Button>
        </div>
      ))}
      <Button onPress={() => onChange([...value, { key: '', value: '' }])}>
        {t('tryIt.addPair')}
      </Button>
    </fieldset>
  );
}
