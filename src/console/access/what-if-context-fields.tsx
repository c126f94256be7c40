import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { Select } from '../ui/choices.tsx';
import { Checkbox, errorOf, TextField } from '../ui/fields.tsx';
import { PairsField } from './pairs-field.tsx';
import type { Circumstances } from './what-if-context.ts';

interface WhatIfContextFieldsProps {
  readonly circumstances: Circumstances;
  readonly onChange: (circumstances: Circumstances) => void;
  readonly failure: Failure | undefined;
}

/** Circumstances that conditions of policies can ask about. */
export function WhatIfContextFields(props: WhatIfContextFieldsProps) {
  const { circumstances, onChange, failure } = props;
  const t = useTranslations('access.whatIf');
  const change = (part: Partial<Circumstances>) => onChange({ ...circumstances, ...part });
  return (
    <>
      <div className="fields what-if-fields">
        <TextField
          label={t('sourceIp')}
          description="acs:SourceIp"
          value={circumstances.sourceIp}
          onChange={(sourceIp) => change({ sourceIp })}
          error={errorOf(failure, 'sourceIp')}
          isCode
        />
        <Select
          label={t('surface')}
          description="kms:Surface"
          choices={(['graphql', 'rpc', 'command'] as const).map((value) => ({
            value,
            label: t(`surfaces.${value}`),
          }))}
          value={circumstances.surface}
          onChange={(surface) => change({ surface })}
        />
        <TextField
          label={t('time')}
          description="acs:CurrentTime"
          type="datetime-local"
          value={circumstances.currentTime}
          onChange={(currentTime) => change({ currentTime })}
          error={errorOf(failure, 'currentTime')}
        />
      </div>
      <Checkbox
        isSelected={circumstances.secureTransport}
        onChange={(secureTransport) => change({ secureTransport })}
      >
        <span>
          {t('tls')}
          <span className="hint">acs:SecureTransport</span>
        </span>
      </Checkbox>
      <PairsField
        label={t('encryptionContext')}
        pairs={circumstances.encryptionContext}
        onChange={(encryptionContext) => change({ encryptionContext })}
      />
      <PairsField
        label={t('tags')}
        pairs={circumstances.tags}
        onChange={(tags) => change({ tags })}
      />
    </>
  );
}
