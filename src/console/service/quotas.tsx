import { useFormatter, useTranslations } from 'use-intl';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import type { ServiceFacts } from './facts.ts';

/** How many requests a second the account can make, and has made in this second. */
export function Quotas({ facts }: { readonly facts: ServiceFacts }) {
  const t = useTranslations('service');
  const format = useFormatter();
  return (
    <Section title={t('quotas')}>
      <p className="hint">{t('quotasHint')}</p>
      <DataTable
        label={t('quotas')}
        items={facts.quotas}
        idOf={({ pool }) => pool}
        columns={[
          { name: t('pool'), isRowHeader: true, cell: ({ pool }) => <code>{pool}</code> },
          {
            name: t('perSecond'),
            cell: ({ requestsPerSecond }) =>
              requestsPerSecond === null ? t('unlimited') : format.number(requestsPerSecond),
          },
          {
            name: t('used'),
            cell: ({ used }) => (used === null ? t('notCounted') : format.number(used)),
          },
        ]}
      />
    </Section>
  );
}
