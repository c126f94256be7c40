import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { signIn } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { TextField } from '../ui/fields.tsx';

interface SignInFormProps {
  readonly kind: 'accessKey' | 'token';
  readonly onSignedIn: () => Promise<void>;
}

/** Takes an access key or an API token, which becomes a session of the server. */
export function SignInForm({ kind, onSignedIn }: SignInFormProps) {
  const t = useTranslations('session');
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setSending(true);
    const text = secret.trim();
    setSecret('');
    const failed = await signIn(
      kind === 'token' ? { token: text } : { accessKeyId: id.trim(), accessKeySecret: text },
    );
    setFailure(failed);
    if (!failed) await onSignedIn();
    setSending(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      {kind === 'accessKey' && (
        <TextField label={t('accessKeyId')} value={id} onChange={setId} isRequired isCode />
      )}
      <TextField
        label={kind === 'token' ? t('token') : t('accessKeySecret')}
        description={kind === 'token' ? t('tokenHint') : undefined}
        type="password"
        value={secret}
        onChange={setSecret}
        isRequired
      />
      <FailureNotice failure={failure} />
      <div className="actions">
        <Button look="primary" type="submit" isPending={isSending}>
          {t('signIn')}
        </Button>
      </div>
    </form>
  );
}
