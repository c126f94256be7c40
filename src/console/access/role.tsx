import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { RoleDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { useMay } from '../api/may.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { formatJson } from '../ui/json.ts';
import { Facts, Loaded, Page, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { AttachedPolicies } from './attached-policies.tsx';
import { DeleteRole } from './delete-role.tsx';
import { EditRole } from './edit-role.tsx';

const ACTIONS = [
  'ram:UpdateRole',
  'ram:DeleteRole',
  'ram:AttachPolicyToRole',
  'ram:DetachPolicyFromRole',
];

/** One role: who can assume it, and what it may do. */
export function Role({ roleName }: { readonly roleName: string }) {
  const t = useTranslations('access.roles');
  const common = useTranslations('common');
  const may = useMay(identityArn(useViewer(), `role/${roleName}`), ACTIONS);
  const [{ data, fetching, error }] = useQuery({ query: RoleDocument, variables: { roleName } });
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const close = () => setOpen(undefined);
  const role = data?.role;
  return (
    <Page
      title={roleName}
      actions={
        role && (
          <>
            <GuardedButton may={may} needs="ram:UpdateRole" onPress={() => setOpen('edit')}>
              {common('edit')}
            </GuardedButton>
            <GuardedButton
              look="danger"
              may={may}
              needs="ram:DeleteRole"
              onPress={() => setOpen('delete')}
            >
              {common('delete')}
            </GuardedButton>
          </>
        )
      }
    >
      <Loaded data={role} isLoading={fetching} failure={toFailure(error)}>
        {(found) => (
          <>
            <Section title={t('details')}>
              <Facts
                facts={[
                  [t('description'), found.description || '–'],
                  [t('seconds'), found.maxSessionDuration],
                  ['ARN', <code key="arn">{found.arn}</code>],
                  [t('id'), <code key="id">{found.roleId}</code>],
                  [t('createdAt'), <Time key="created" value={found.creationDate} />],
                  [t('changedAt'), <Time key="changed" value={found.updateDate} />],
                ]}
              />
            </Section>
            <Section title={t('trust')}>
              <p className="hint lead">{t('trustHint')}</p>
              <CodeBlock
                code={formatJson(found.assumeRolePolicyDocument)}
                label={t('trustDocument')}
              />
            </Section>
            <AttachedPolicies holder={{ type: 'role', name: roleName }} may={may} />
            {open === 'edit' && <EditRole role={found} onClose={close} />}
            {open === 'delete' && <DeleteRole roleName={roleName} onClose={close} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
