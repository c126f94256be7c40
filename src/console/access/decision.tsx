import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type {
  WhatIfQuery,
  WhatIfQueryVariables,
} from '../../generated/documents/console/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { policyAddress } from './addresses.ts';

type Answer = NonNullable<WhatIfQuery['whatIf']>;
type Statement = Answer['statements'][number];

const TONES = { Allow: 'good', ExplicitDeny: 'bad', ImplicitDeny: 'bad' } as const;

interface DecisionProps {
  readonly question: WhatIfQueryVariables;
  readonly answer: Answer;
}

/** What was decided, and by which statements. */
export function Decision({ question, answer }: DecisionProps) {
  const t = useTranslations('access.decision');
  const { decision, statements, isKeyPolicyIncluded } = answer;
  return (
    <Section title={t('title')}>
      <div role="status" className="stack">
        <p>
          <Badge tone={TONES[decision]}>{t(`decisions.${decision}`)}</Badge> <code>{decision}</code>
        </p>
        <p className="hint">
          {t.rich('asked', {
            principal: () => <code key="principal">{question.principal}</code>,
            action: () => <code key="action">{question.action}</code>,
            resource: () => <code key="resource">{question.resource}</code>,
          })}
        </p>
        <p>{t(`reasons.${decision}`)}</p>
        {!isKeyPolicyIncluded && <p className="hint">{t('noKeyPolicy')}</p>}
      </div>
      {statements.length > 0 && (
        <DataTable
          label={t('statements')}
          items={statements}
          idOf={({ policyType, policyName, statementIndex }) =>
            `${policyType} ${policyName} ${statementIndex}`
          }
          columns={[
            { name: t('policy'), isRowHeader: true, cell: (one) => <PolicyOf {...one} /> },
            {
              name: t('statement'),
              cell: ({ statementIndex, sid }) =>
                t('place', { number: statementIndex + 1 }) + (sid ? ` (${sid})` : ''),
            },
            {
              name: t('effect'),
              cell: ({ effect }) => (
                <Badge tone={effect === 'Allow' ? 'good' : 'bad'}>{effect}</Badge>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function PolicyOf({ policyType, policyName }: Pick<Statement, 'policyType' | 'policyName'>) {
  const t = useTranslations('access.decision');
  return policyType === 'Custom' || policyType === 'System' ? (
    <Link href={policyAddress({ policyType, policyName })}>{policyName}</Link>
  ) : (
    t('keyPolicy')
  );
}
