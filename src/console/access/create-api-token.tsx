import { useState } from 'react';
import { useClient } from 'urql';
import { useTranslations } from 'use-intl';
import {
  ApiTokensDocument,
  CreateApiTokenDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { toTime } from './local-time.ts';
import { isSendable, PolicyEditor } from './policy-editor.tsx';
import { type NewSecret, SecretDialog } from './secret-dialog.tsx';
import { secretOfToken } from './secrets-of.ts';

const MAX_NAME_CHARACTERS = 128;
const MAX_POLICY_CHARACTERS = 2_048;

interface CreateApiTokenProps {
  /** Whose it is; undefined: the caller's. */
  readonly userName: string | undefined;
  readonly onClose: () => void;
}

/** Creates an API token and shows it, once. */
export function CreateApiToken({ userName, onClose }: CreateApiTokenProps) {
  const t = useTranslations('access.tokens');
  const client = useClient();
  const { send, isSending, failure } = useSecretSend(CreateApiTokenDocument);
  const [name, setName] = useState('');
  const [expires, setExpires] = useState('');
  const [policy, setPolicy] = useState('');
  const [secret, setSecret] = useState<NewSecret>();
  const hasPolicy = policy.trim() !== '';

  async function submit() {
    const created = await send({
      input: {
        userName,
        name,
        expirationDate: toTime(expires),
        policy: hasPolicy ? policy : undefined,
      },
    });
    if (!created?.createApiToken) return;
    setSecret(secretOfToken(created.createApiToken, { title: t('created'), secret: t('token') }));
    await client
      .query(ApiTokensDocument, { userName }, { requestPolicy: 'network-only' })
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
      isDisabled={hasPolicy && !isSendable(policy, MAX_POLICY_CHARACTERS)}
      failure={failure}
    >
      <TextField
        label={t('name')}
        description={t('nameHint')}
        value={name}
        onChange={setName}
        maxLength={MAX_NAME_CHARACTERS}
        isRequired
        autoFocus
        error={errorOf(failure, 'name')}
      />
      <TextField
        label={t('expiry')}
        description={t('expiryHint')}
        type="datetime-local"
        value={expires}
        onChange={setExpires}
        error={errorOf(failure, 'expirationDate')}
      />
      <PolicyEditor
        label={t('policy')}
        description={t('policyHint')}
        value={policy}
        onChange={setPolicy}
        maxCharacters={MAX_POLICY_CHARACTERS}
        failure={failure}
        field="policy"
        isOptional
      />
    </FormDialog>
  );
}
