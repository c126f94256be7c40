import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { DeleteRoleDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { say } from '../ui/toasts.tsx';
import { useAttachments } from './attachments.ts';
import { RemovalDialog } from './removal-dialog.tsx';

interface DeleteRoleProps {
  readonly roleName: string;
  readonly onClose: () => void;
}

/** Deletes a role, and before that the attachments of its policies. */
export function DeleteRole({ roleName, onClose }: DeleteRoleProps) {
  const t = useTranslations('access.roles');
  const [, navigate] = useLocation();
  const { policies, detach, failure, readFailure } = useAttachments({
    type: 'role',
    name: roleName,
  });
  const remove = useSend(DeleteRoleDocument);
  return (
    <RemovalDialog
      title={t('deleteTitle', { name: roleName })}
      name={roleName}
      hint={t('deleteHint')}
      onClose={onClose}
      failure={failure ?? remove.failure ?? readFailure}
      steps={
        policies?.map((policy) => ({
          text: t('detachPolicy', { policy: policy.policyName }),
          run: () => detach(policy),
        })) ??
        (readFailure && [])
      }
      remove={async () => (await remove.send({ input: { roleName } })) !== undefined}
      onRemoved={() => {
        navigate('/access/roles');
        say(t('deleted', { name: roleName }));
      }}
    />
  );
}
