import { useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import type { ServiceFacts } from './facts.ts';

/** The running processes of the service. */
export function Replicas({ facts }: { readonly facts: ServiceFacts }) {
  const t = useTranslations('service');
  const { replicas, replicaName } = facts;
  return (
    <Section title={t('replicas')}>
      {replicas ? (
        <DataTable
          label={t('replicas')}
          items={replicas}
          idOf={({ name }) => name}
          columns={[
            {
              name: t('name'),
              isRowHeader: true,
              cell: ({ name }) => (
                <>
                  {name} {name === replicaName && <Badge tone="plain">{t('thisOne')}</Badge>}
                </>
              ),
            },
            { name: t('started'), cell: ({ startTime }) => <Time value={startTime} /> },
            { name: t('lastSeen'), cell: ({ lastSeenTime }) => <Time value={lastSeenTime} /> },
            {
              name: t('encryptsUnder'),
              cell: ({ currentRootKeyId }) => <code>{currentRootKeyId}</code>,
            },
          ]}
        />
      ) : (
        <p className="hint">{t('operatorOnly')}</p>
      )}
    </Section>
  );
}
