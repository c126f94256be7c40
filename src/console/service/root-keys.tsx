import { useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import type { ServiceFacts } from './facts.ts';
import { RotationProgress } from './rotation-progress.tsx';

const TONES = { CURRENT: 'good', NEXT: 'wait', OLD: 'plain' } as const;

/** Root keys, and the rotation that is under way. Their material is in no answer. */
export function RootKeys({ facts }: { readonly facts: ServiceFacts }) {
  const t = useTranslations('service');
  const { rootKeys, rootKeyRotation } = facts;
  return (
    <Section title={t('rootKeys')}>
      {rootKeyRotation && <RotationProgress rotation={rootKeyRotation} />}
      {rootKeys ? (
        <DataTable
          label={t('rootKeys')}
          items={rootKeys}
          idOf={({ rootKeyId }) => rootKeyId}
          columns={[
            {
              name: t('id'),
              isRowHeader: true,
              cell: ({ rootKeyId }) => <code>{rootKeyId}</code>,
            },
            {
              name: t('state'),
              cell: ({ state }) => <Badge tone={TONES[state]}>{t(`rootKeyStates.${state}`)}</Badge>,
            },
            { name: t('provider'), cell: ({ provider }) => <code>{provider}</code> },
            { name: t('added'), cell: ({ creationDate }) => <Time value={creationDate} /> },
          ]}
        />
      ) : (
        <p className="hint">{t('operatorOnly')}</p>
      )}
      {rootKeys && !rootKeyRotation && <p className="hint">{t('noRotation')}</p>}
    </Section>
  );
}
