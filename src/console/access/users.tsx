import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { UsersDocument, type UsersQuery } from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { usePages } from '../api/use-pages.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { userAddress } from './addresses.ts';
import { CreateUser } from './create-user.tsx';
import { PagedTable } from './paged-table.tsx';

const NO_VARIABLES = {};
const pick = ({ users }: UsersQuery) => users;
const ACTIONS = ['ram:CreateUser'];

/** The users of the account. */
export function Users() {
  const t = useTranslations('access.users');
  const pages = usePages(UsersDocument, NO_VARIABLES, pick);
  const may = useMay(identityArn(useViewer(), 'user/*'), ACTIONS);
  const [isCreating, setCreating] = useState(false);
  return (
    <Page
      title={t('title')}
      actions={
        <GuardedButton
          look="primary"
          may={may}
          needs="ram:CreateUser"
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
            cell: ({ userName }) => <Link href={userAddress(userName)}>{userName}</Link>,
          },
          {
            name: t('displayName'),
            cell: ({ displayName }) => <span className="wrapped">{displayName}</span>,
          },
          {
            name: t('comments'),
            cell: ({ comments }) => <span className="wrapped">{comments}</span>,
          },
          { name: t('createdAt'), cell: ({ creationDate }) => <Time value={creationDate} /> },
        ]}
      />
      {isCreating && <CreateUser onClose={() => setCreating(false)} />}
    </Page>
  );
}
