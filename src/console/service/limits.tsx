import { useFormatter, useTranslations } from 'use-intl';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import type { ServiceFacts } from './facts.ts';

/** How much of what the account can have it has. */
export function Limits({ facts }: { readonly facts: ServiceFacts }) {
  const t = useTranslations('service');
  const format = useFormatter();
  return (
    <Section title={t('limits')}>
      <DataTable
        label={t('limits')}
        items={facts.limits}
        idOf={({ name }) => name}
        columns={[
          { name: t('what'), isRowHeader: true, cell: ({ name }) => limitText(t, name) },
          {
            name: t('count'),
            cell: ({ count }) => (count === null ? t('notCounted') : format.number(count)),
          },
          {
            name: t('maximum'),
            cell: ({ maximum }) => (maximum === null ? t('unlimited') : format.number(maximum)),
          },
        ]}
      />
    </Section>
  );
}

const NAMES = ['keys', 'aliases', 'versions', 'users', 'roles', 'policies', 'tokens'] as const;

/** A kind of thing in words; as the server names it where this page does not know it. */
function limitText(t: ReturnType<typeof useTranslations<'service'>>, name: string): string {
  const known = NAMES.find((one) => one === name);
  return known ? t(`limitNames.${known}`) : name;
}
