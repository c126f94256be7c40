import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import {
  DeletePolicyDocument,
  DeletePolicyVersionDocument,
  DetachPolicyFromRoleDocument,
  DetachPolicyFromUserDocument,
  PolicyEntitiesDocument,
  PolicyVersionsDocument,
} from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { useSend } from '../api/mutations.ts';
import { say } from '../ui/toasts.tsx';
import { RemovalDialog, type RemovalStep } from './removal-dialog.tsx';

interface DeletePolicyProps {
  readonly policyName: string;
  readonly onClose: () => void;
}

/** Deletes a custom policy, and before that its attachments and its other versions. */
export function DeletePolicy({ policyName, onClose }: DeletePolicyProps) {
  const t = useTranslations('access.policies');
  const [, navigate] = useLocation();
  const policy = { policyType: 'Custom' as const, policyName };
  const [entities] = useQuery({ query: PolicyEntitiesDocument, variables: policy });
  const [versions] = useQuery({ query: PolicyVersionsDocument, variables: policy });
  const fromUser = useSend(DetachPolicyFromUserDocument);
  const fromRole = useSend(DetachPolicyFromRoleDocument);
  const deleteVersion = useSend(DeletePolicyVersionDocument);
  const remove = useSend(DeletePolicyDocument);
  const readError = entities.error ?? versions.error;
  const { users, roles } = entities.data?.policy ?? {};
  const all = versions.data?.policy?.versions;
  const steps: readonly RemovalStep[] | null | undefined = users &&
    roles &&
    all && [
      ...users.map(({ userName }) => ({
        text: t('detachFromUser', { name: userName }),
        run: async () => (await fromUser.send({ input: { ...policy, userName } })) !== undefined,
      })),
      ...roles.map(({ roleName }) => ({
        text: t('detachFromRole', { name: roleName }),
        run: async () => (await fromRole.send({ input: { ...policy, roleName } })) !== undefined,
      })),
      ...all
        .filter(({ isDefaultVersion }) => !isDefaultVersion)
        .map(({ versionId }) => ({
          text: t('deleteVersion', { version: versionId }),
          run: async () =>
            (await deleteVersion.send({ input: { policyName, versionId } })) !== undefined,
        })),
    ];
  return (
    <RemovalDialog
      title={t('deleteTitle', { name: policyName })}
      name={policyName}
      hint={t('deleteHint')}
      onClose={onClose}
      failure={
        [fromUser, fromRole, deleteVersion, remove].find((one) => one.failure)?.failure ??
        toFailure(readError)
      }
      steps={steps ?? (readError ? [] : undefined)}
      remove={async () => (await remove.send({ input: { policyName } })) !== undefined}
      onRemoved={() => {
        navigate('/access/policies');
        say(t('deleted', { name: policyName }));
      }}
    />
  );
}
