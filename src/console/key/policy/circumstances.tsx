import { useTranslations } from 'use-intl';
import { Select } from '../../ui/choices.tsx';
import { Checkbox, TextField } from '../../ui/fields.tsx';
import type { TypedCircumstances } from './request-context.ts';

const SURFACES = [
  { value: 'graphql', label: 'GraphQL' },
  { value: 'rpc', label: 'RPC' },
  { value: 'command', label: 'npm run …' },
] as const;

interface CircumstancesProps {
  readonly value: TypedCircumstances;
  readonly onChange: (value: TypedCircumstances) => void;
}

/** What conditions of policies ask for. Closed at first: most policies have none. */
export function Circumstances({ value, onChange }: CircumstancesProps) {
  const t = useTranslations('key.whatIf');
  const change = (part: Partial<TypedCircumstances>) => onChange({ ...value, ...part });
  return (
    <details>
      <summary>{t('more')}</summary>
      <div className="fields top">
        <TextField
          label={t('sourceIp')}
          value={value.sourceIp}
          onChange={(sourceIp) => change({ sourceIp })}
          isCode
        />
        <Select
          label={t('surface')}
          choices={SURFACES}
          value={value.surface}
          onChange={(surface) => change({ surface })}
        />
        <TextField
          label={t('time')}
          description={t('timeHint')}
          type="datetime-local"
          value={value.time}
          onChange={(time) => change({ time })}
        />
      </div>
      <TextField
        label={t('context')}
        description={t('contextHint')}
        rows={3}
        value={value.pairs}
        onChange={(pairs) => change({ pairs })}
        isCode
      />
      <Checkbox isSelected={value.isSecure} onChange={(isSecure) => change({ isSecure })}>
        {t('secure')}
      </Checkbox>
    </details>
  );
}
