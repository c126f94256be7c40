import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { PolicyEntitiesDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { roleAddress, userAddress } from './addresses.ts';
import type { PolicyName } from './attachments.ts';

/** The users and roles that have a policy. */
export function PolicyHolders({ policy }: { readonly policy: PolicyName }) {
  const t = useTranslations('access.holders');
  const [{ data, fetching, error }] = useQuery({
    query: PolicyEntitiesDocument,
    variables: { ...policy },
  });
  const { users, roles } = data?.policy ?? {};
  const holders = (users || roles) && [
    ...(users ?? []).map(({ userName, attachDate }) => ({
      type: 'user' as const,
      name: userName,
      attachDate,
    })),
    ...(roles ?? []).map(({ roleName, attachDate }) => ({
      type: 'role' as const,
      name: roleName,
      attachDate,
    })),
  ];
  return (
    <Section title={t('title')}>
      <Loaded data={holders} isLoading={fetching} failure={toFailure(error)}>
        {(items) => (
          <DataTable
            label={t('title')}
            items={items}
            idOf={({ type, name }) => `${type} ${name}`}
            empty={t('empty')}
            columns={[
              {
                name: t('name'),
                isRowHeader: true,
                cell: ({ type, name }) => (
                  <Link href={type === 'user' ? userAddress(name) : roleAddress(name)}>{name}</Link>
                ),
              },
              { name: t('type'), cell: ({ type }) => t(type) },
              { name: t('since'), cell: ({ attachDate }) => <Time value={attachDate} /> },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
