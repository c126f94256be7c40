import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { UserDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { useMay } from '../api/may.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Facts, Loaded, Page, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { AccessKeys } from './access-keys.tsx';
import { AllowKey } from './allow-key.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { AttachedPolicies } from './attached-policies.tsx';
import { DeleteUser } from './delete-user.tsx';
import { EditUser } from './edit-user.tsx';
import { NextSteps } from './next-steps.tsx';

const ACTIONS = [
  'ram:UpdateUser',
  'ram:DeleteUser',
  'ram:CreateAccessKey',
  'ram:UpdateAccessKey',
  'ram:DeleteAccessKey',
  'ram:CreateApiToken',
  'ram:DeleteApiToken',
  'ram:AttachPolicyToUser',
  'ram:DetachPolicyFromUser',
];

/** One user: who it is, how it signs in, and what it may do. */
export function User({ userName }: { readonly userName: string }) {
  const t = useTranslations('access.users');
  const common = useTranslations('common');
  const may = useMay(identityArn(useViewer(), `user/${userName}`), ACTIONS);
  const [{ data, fetching, error }] = useQuery({ query: UserDocument, variables: { userName } });
  const [open, setOpen] = useState<'edit' | 'delete' | 'allow'>();
  const close = () => setOpen(undefined);
  const user = data?.user;
  return (
    <Page
      title={userName}
      actions={
        user && (
          <>
            <GuardedButton may={may} needs="ram:UpdateUser" onPress={() => setOpen('edit')}>
              {common('edit')}
            </GuardedButton>
            <GuardedButton
              look="danger"
              may={may}
              needs="ram:DeleteUser"
              onPress={() => setOpen('delete')}
            >
              {common('delete')}
            </GuardedButton>
          </>
        )
      }
    >
      <Loaded data={user} isLoading={fetching} failure={toFailure(error)}>
        {(found) => (
          <>
            <NextSteps userName={userName} may={may} />
            <Section title={t('details')}>
              <Facts
                facts={[
                  [t('displayName'), found.displayName || '–'],
                  [t('email'), found.email || '–'],
                  [t('mobilePhone'), found.mobilePhone || '–'],
                  [t('comments'), found.comments || '–'],
                  ['ARN', <code key="arn">{found.arn}</code>],
                  [t('id'), <code key="id">{found.userId}</code>],
                  [t('createdAt'), <Time key="created" value={found.creationDate} />],
                  [t('changedAt'), <Time key="changed" value={found.updateDate} />],
                ]}
              />
            </Section>
            <AttachedPolicies
              holder={{ type: 'user', name: userName }}
              may={may}
              actions={
                <GuardedButton
                  may={may}
                  needs="ram:AttachPolicyToUser"
                  onPress={() => setOpen('allow')}
                >
                  {t('allowKey')}
                </GuardedButton>
              }
            />
            <AccessKeys userName={userName} may={may} />
            <ApiTokens userName={userName} may={may} />
            {open === 'edit' && <EditUser user={found} onClose={close} />}
            {open === 'delete' && <DeleteUser userName={userName} onClose={close} />}
            {open === 'allow' && <AllowKey userName={userName} onClose={close} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
