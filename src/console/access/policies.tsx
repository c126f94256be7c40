import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import {
  PoliciesDocument,
  type PoliciesQuery,
  type PolicyType,
} from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { usePages } from '../api/use-pages.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Select } from '../ui/choices.tsx';
import { Page } from '../ui/page.tsx';
import { policyAddress } from './addresses.ts';
import { CreatePolicy } from './create-policy.tsx';
import { PagedTable } from './paged-table.tsx';

const pick = ({ policies }: PoliciesQuery) => policies;
const ACTIONS = ['ram:CreatePolicy'];

/** The system policies, and the custom policies of the account. */
export function Policies() {
  const t = useTranslations('access.policies');
  const [type, setType] = useState<PolicyType | 'all'>('all');
  const may = useMay(identityArn(useViewer(), 'policy/*'), ACTIONS);
  const [isCreating, setCreating] = useState(false);
  return (
    <Page
      title={t('title')}
      actions={
        <GuardedButton
          look="primary"
          may={may}
          needs="ram:CreatePolicy"
          onPress={() => setCreating(true)}
        >
          {t('create')}
        </GuardedButton>
      }
    >
      <p className="lead">{t('about')}</p>
      <div className="list-filter">
        <Select
          label={t('type')}
          choices={(['all', 'Custom', 'System'] as const).map((value) => ({
            value,
            label: t(`types.${value}`),
          }))}
          value={type}
          onChange={setType}
        />
      </div>
      <PolicyTable key={type} type={type === 'all' ? undefined : type} />
      {isCreating && <CreatePolicy onClose={() => setCreating(false)} />}
    </Page>
  );
}

function PolicyTable({ type }: { readonly type: PolicyType | undefined }) {
  const t = useTranslations('access.policies');
  const variables = useMemo(() => (type ? { policyType: type } : {}), [type]);
  return (
    <PagedTable
      label={t('title')}
      pages={usePages(PoliciesDocument, variables, pick)}
      idOf={({ id }) => id}
      empty={t('empty')}
      columns={[
        {
          name: t('name'),
          isRowHeader: true,
          cell: (policy) => <Link href={policyAddress(policy)}>{policy.policyName}</Link>,
        },
        { name: t('type'), cell: ({ policyType }) => t(`types.${policyType}`) },
        {
          name: t('description'),
          cell: ({ description }) => <span className="wrapped">{description}</span>,
        },
      ]}
    />
  );
}
