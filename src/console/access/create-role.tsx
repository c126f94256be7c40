import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { CreateRoleDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { roleAddress } from './addresses.ts';
import {
  DEFAULT_SESSION_SECONDS,
  isRoleSendable,
  RoleFields,
  trustPolicyFor,
} from './role-fields.tsx';

const FIELDS = {
  description: 'description',
  trustPolicy: 'assumeRolePolicyDocument',
  seconds: 'maxSessionDuration',
} as const;

/** Creates a role, which all users and roles of the account can assume unless that is changed here. */
export function CreateRole({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('access.roles');
  const [, navigate] = useLocation();
  const { send, isSending, failure } = useSend(CreateRoleDocument);
  const root = identityArn(useViewer(), 'root');
  const [roleName, setRoleName] = useState('');
  const [details, setDetails] = useState({
    description: '',
    trustPolicy: trustPolicyFor(root),
    seconds: String(DEFAULT_SESSION_SECONDS),
  });
  async function submit() {
    const input = {
      roleName,
      description: details.description,
      assumeRolePolicyDocument: details.trustPolicy,
      maxSessionDuration: Number(details.seconds),
    };
    const created = await send({ input });
    if (created?.createRole) navigate(roleAddress(created.createRole.roleName));
  }
  return (
    <FormDialog
      title={t('create')}
      action={t('create')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      isDisabled={!isRoleSendable(details)}
      failure={failure}
    >
      <TextField
        label={t('name')}
        description={t('nameHint')}
        value={roleName}
        onChange={setRoleName}
        error={errorOf(failure, 'roleName')}
        isRequired
        isCode
        autoFocus
      />
      <RoleFields details={details} onChange={setDetails} failure={failure} fields={FIELDS} />
    </FormDialog>
  );
}
