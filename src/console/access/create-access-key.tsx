import { useState } from 'react';
import { useClient } from 'urql';
import { useTranslations } from 'use-intl';
import {
  AccessKeysDocument,
  CreateAccessKeyDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { toTime } from './local-time.ts';
import { type NewSecret, SecretDialog } from './secret-dialog.tsx';
import { secretOfKey } from './secrets-of.ts';

interface CreateAccessKeyProps {
  /** Whose it is; undefined: the caller's. */
  readonly userName: string | undefined;
  readonly onClose: () => void;
}

/** Creates an access key and shows its secret, once. */
export function CreateAccessKey({ userName, onClose }: CreateAccessKeyProps) {
  const t = useTranslations('access.keys');
  const client = useClient();
  const { send, isSending, failure } = useSecretSend(CreateAccessKeyDocument);
  const [expires, setExpires] = useState('');
  const [secret, setSecret] = useState<NewSecret>();

  async function submit() {
    const input = { userName, expirationDate: toTime(expires) };
    const created = (await send({ input }))?.createAccessKey;
    if (!created) return;
    const texts = { title: t('created'), id: t('id'), secret: t('secret') };
    setSecret(secretOfKey(created, texts));
    await client
      .query(AccessKeysDocument, { userName }, { requestPolicy: 'network-only' })
      .toPromise();
  }

  if (secret) return <SecretDialog secret={secret} onClose={onClose} />;
  return (
    <FormDialog
      title={t('create')}
      action={t('create')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      failure={failure}
    >
      <p>{t('createHint', { name: userName ?? t('yourself') })}</p>
      <TextField
        label={t('expiry')}
        description={t('expiryHint')}
        type="datetime-local"
        value={expires}
        onChange={setExpires}
        error={errorOf(failure, 'expirationDate')}
      />
    </FormDialog>
  );
}
