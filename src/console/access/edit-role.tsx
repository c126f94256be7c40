import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type RoleQuery, UpdateRoleDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { formatJson } from '../ui/json.ts';
import { say } from '../ui/toasts.tsx';
import { isRoleSendable, RoleFields } from './role-fields.tsx';

const FIELDS = {
  description: 'newDescription',
  trustPolicy: 'newAssumeRolePolicyDocument',
  seconds: 'newMaxSessionDuration',
} as const;

interface EditRoleProps {
  readonly role: NonNullable<RoleQuery['role']>;
  readonly onClose: () => void;
}

/** Changes who can assume a role, and its details. */
export function EditRole({ role, onClose }: EditRoleProps) {
  const t = useTranslations('access.roles');
  const common = useTranslations('common');
  const { send, isSending, failure } = useSend(UpdateRoleDocument);
  const { roleName } = role;
  const [details, setDetails] = useState({
    description: role.description,
    trustPolicy: formatJson(role.assumeRolePolicyDocument),
    seconds: String(role.maxSessionDuration),
  });
  async function submit() {
    const input = {
      roleName,
      newDescription: details.description,
      newAssumeRolePolicyDocument: details.trustPolicy,
      newMaxSessionDuration: Number(details.seconds),
    };
    if (!(await send({ input }))) return;
    onClose();
    say(t('saved', { name: roleName }));
  }
  return (
    <FormDialog
      title={t('editTitle', { name: roleName })}
      action={common('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      isDisabled={!isRoleSendable(details)}
      failure={failure}
    >
      <RoleFields details={details} onChange={setDetails} failure={failure} fields={FIELDS} />
    </FormDialog>
  );
}
