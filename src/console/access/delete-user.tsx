import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import {
  AccessKeysDocument,
  DeleteAccessKeyDocument,
  DeleteUserDocument,
} from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { useSend } from '../api/mutations.ts';
import { say } from '../ui/toasts.tsx';
import { useAttachments } from './attachments.ts';
import { RemovalDialog } from './removal-dialog.tsx';

interface DeleteUserProps {
  readonly userName: string;
  readonly onClose: () => void;
}

/** Deletes a user, and before that its access keys and the attachments of its policies. */
export function DeleteUser({ userName, onClose }: DeleteUserProps) {
  const t = useTranslations('access.users');
  const [, navigate] = useLocation();
  const [{ data, error }] = useQuery({ query: AccessKeysDocument, variables: { userName } });
  const { policies, detach, failure, readFailure } = useAttachments({
    type: 'user',
    name: userName,
  });
  const deleteKey = useSend(DeleteAccessKeyDocument);
  const remove = useSend(DeleteUserDocument);
  const keys = data?.accessKeys;
  return (
    <RemovalDialog
      title={t('deleteTitle', { name: userName })}
      name={userName}
      hint={t('deleteHint')}
      onClose={onClose}
      failure={deleteKey.failure ?? failure ?? remove.failure ?? readFailure ?? toFailure(error)}
      steps={
        keys && policies
          ? [
              ...keys.map(({ accessKeyId }) => ({
                text: t('deleteKey', { id: accessKeyId }),
                run: async () =>
                  (await deleteKey.send({ input: { userName, userAccessKeyId: accessKeyId } })) !==
                  undefined,
              })),
              ...policies.map((policy) => ({
                text: t('detachPolicy', { policy: policy.policyName }),
                run: () => detach(policy),
              })),
            ]
          : error || readFailure
            ? [] // What is not shown cannot be removed here; the server says whether something is in the way.
            : undefined
      }
      remove={async () => (await remove.send({ input: { userName } })) !== undefined}
      onRemoved={() => {
        navigate('/access/users');
        say(t('deleted', { name: userName }));
      }}
    />
  );
}
