import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { RolesDocument, type RolesQuery } from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { usePages } from '../api/use-pages.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { roleAddress } from './addresses.ts';
import { CreateRole } from './create-role.tsx';
import { PagedTable } from './paged-table.tsx';

const NO_VARIABLES = {};
const pick = ({ roles }: RolesQuery) => roles;
const ACTIONS = ['ram:CreateRole'];

/** The roles of the account. */
export function Roles() {
  const t = useTranslations('access.roles');
  const pages = usePages(RolesDocument, NO_VARIABLES, pick);
  const may = useMay(identityArn(useViewer(), 'role/*'), ACTIONS);
  const [isCreating, setCreating] = useState(false);
  return (
    <Page
      title={t('title')}
      actions={
        <GuardedButton
          look="primary"
          may={may}
          needs="ram:CreateRole"
          onPress={() => setCreating(true)}
        >
          {t('create')}
        </GuardedButton>
      }
    >
      <p className="lead">{t('about')}</p>
      <PagedTable
        label={t('title')}
        pages={pages}
        idOf={({ id }) => id}
        empty={t('empty')}
        columns={[
          {
            name: t('name'),
            isRowHeader: true,
            cell: ({ roleName }) => <Link href={roleAddress(roleName)}>{roleName}</Link>,
          },
          {
            name: t('description'),
            cell: ({ description }) => <span className="wrapped">{description}</span>,
          },
          { name: t('createdAt'), cell: ({ creationDate }) => <Time value={creationDate} /> },
        ]}
      />
      {isCreating && <CreateRole onClose={() => setCreating(false)} />}
    </Page>
  );
}
