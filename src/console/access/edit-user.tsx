import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { UpdateUserDocument, type UserQuery } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { userAddress } from './addresses.ts';
import { UserDetailFields } from './user-detail-fields.tsx';

interface EditUserProps {
  readonly user: NonNullable<UserQuery['user']>;
  readonly onClose: () => void;
}

/** Changes the name and the details of a user. */
export function EditUser({ user, onClose }: EditUserProps) {
  const t = useTranslations('access.users');
  const common = useTranslations('common');
  const [, navigate] = useLocation();
  const { send, isSending, failure } = useSend(UpdateUserDocument);
  const { displayName, email, mobilePhone, comments } = user;
  const [userName, setUserName] = useState(user.userName);
  const [details, setDetails] = useState({ displayName, email, mobilePhone, comments });
  async function submit() {
    const input = {
      userName: user.userName,
      ...(userName !== user.userName && { newUserName: userName }),
      newDisplayName: details.displayName,
      newEmail: details.email,
      newMobilePhone: details.mobilePhone,
      newComments: details.comments,
    };
    if (!(await send({ input }))) return;
    onClose();
    say(t('saved', { name: userName }));
    if (userName !== user.userName) navigate(userAddress(userName), { replace: true });
  }
  return (
    <FormDialog
      title={t('editTitle', { name: user.userName })}
      action={common('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      failure={failure}
    >
      <TextField
        label={t('name')}
        description={t('renameHint')}
        value={userName}
        onChange={setUserName}
        error={errorOf(failure, 'newUserName')}
        isRequired
        isCode
      />
      <UserDetailFields details={details} onChange={setDetails} failure={failure} />
    </FormDialog>
  );
}
