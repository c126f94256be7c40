import { useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import type { ServiceFacts } from './facts.ts';

interface ReplicasProps {
  readonly replicas: NonNullable<ServiceFacts['replicas']>;
  /** The one that answered. */
  readonly replicaName: string | null;
}

/** The running processes of the service. */
export function Replicas({ replicas, replicaName }: ReplicasProps) {
  const t = useTranslations('service');
  return (
    <Section title={t('replicas')}>
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
          { name: t('version'), cell: ({ version }) => version ?? '–' },
          { name: t('started'), cell: ({ startTime }) => <Time value={startTime} /> },
          { name: t('lastSeen'), cell: ({ lastSeenTime }) => <Time value={lastSeenTime} /> },
          {
            name: t('encryptsUnder'),
            cell: ({ currentRootKeyId }) => <code>{currentRootKeyId}</code>,
          },
        ]}
      />
    </Section>
  );
}
