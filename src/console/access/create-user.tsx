import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { CreateUserDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { userAddress } from './addresses.ts';
import { NO_DETAILS, UserDetailFields } from './user-detail-fields.tsx';

/** Creates a user, and goes to it: what to do next is offered there. */
export function CreateUser({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('access.users');
  const [, navigate] = useLocation();
  const { send, isSending, failure } = useSend(CreateUserDocument);
  const [userName, setUserName] = useState('');
  const [details, setDetails] = useState(NO_DETAILS);
  async function submit() {
    const created = await send({ input: { userName, ...details } });
    if (created?.createUser)
      navigate(userAddress(created.createUser.userName), { state: { isNew: true } });
  }
  return (
    <FormDialog
      title={t('create')}
      action={t('create')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      failure={failure}
    >
      <TextField
        label={t('name')}
        description={t('nameHint')}
        value={userName}
        onChange={setUserName}
        error={errorOf(failure, 'userName')}
        isRequired
        isCode
        autoFocus
      />
      <UserDetailFields details={details} onChange={setDetails} failure={failure} />
    </FormDialog>
  );
}
