import { useTranslations } from 'use-intl';
import type { KeyWhatIfQuery } from '../../../generated/documents/console/graphql.ts';
import { Badge } from '../../ui/badge.tsx';
import { DataTable } from '../../ui/data-table.tsx';

type Decided = NonNullable<KeyWhatIfQuery['whatIf']>;

/** The decision about a request, and the statements that made it. */
export function Verdict({ verdict }: { readonly verdict: Decided }) {
  const t = useTranslations('key.whatIf');
  const { decision, isKeyPolicyIncluded, statements } = verdict;
  return (
    <div className="stack">
      <p>
        <Badge tone={decision === 'Allow' ? 'good' : 'bad'}>{t(`decisions.${decision}`)}</Badge>
      </p>
      {!isKeyPolicyIncluded && <p className="hint">{t('withoutKeyPolicy')}</p>}
      <DataTable
        label={t('statements')}
        empty={t('noStatement')}
        items={statements}
        idOf={({ policyType, policyName, statementIndex }) =>
          `${policyType} ${policyName} ${statementIndex}`
        }
        columns={[
          {
            name: t('policy'),
            isRowHeader: true,
            cell: ({ policyType, policyName }) => `${policyName} (${policyType})`,
          },
          { name: t('statement'), cell: ({ statementIndex }) => statementIndex + 1 },
          { name: t('sid'), cell: ({ sid }) => sid ?? '' },
          { name: t('effect'), cell: ({ effect }) => <code>{effect}</code> },
        ]}
      />
    </div>
  );
}
