import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { TryDecryptDocument } from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { CiphertextField, isCiphertext, normalized } from './ciphertext-field.tsx';
import { ContextField, NO_CONTEXT } from './context-field.tsx';
import { Decrypted, type DecryptedData } from './decrypted.tsx';
import { OperationForm } from './operation-form.tsx';
import type { Handed, Target } from './target.ts';
import { useSecretState } from './use-secret-state.ts';

interface DecryptProps {
  readonly target: Target;
  /** A ciphertext to begin with. */
  readonly handed: Handed | undefined;
}

/** Decrypts what a symmetric key has encrypted. */
export function Decrypt({ target, handed }: DecryptProps) {
  const t = useTranslations('tryIt');
  const [ciphertext, setCiphertext] = useSecretState('');
  const [context, setContext] = useSecretState(NO_CONTEXT);
  const [decrypted, setDecrypted] = useSecretState<DecryptedData | undefined>(undefined);
  const { send, isSending, failure } = useSecretSend(TryDecryptDocument);
  useEffect(() => {
    if (!handed) return;
    setCiphertext(handed.base64);
    setContext(handed.context);
    setDecrypted(undefined);
  }, [handed, setCiphertext, setContext, setDecrypted]);

  async function submit() {
    setDecrypted(undefined);
    const data = await send({
      input: { ciphertextBlob: normalized(ciphertext), encryptionContext: [...context] },
    });
    if (data?.decrypt) setDecrypted(data.decrypt);
  }

  return (
    <OperationForm
      name={t('decrypt')}
      target={target}
      needs="kms:Decrypt"
      refusal={isCiphertext(ciphertext) ? undefined : t('needsCiphertext')}
      isSending={isSending}
      failure={failure}
      onSubmit={() => void submit()}
      result={decrypted && <Decrypted data={decrypted} target={target} />}
    >
      <CiphertextField value={ciphertext} onChange={setCiphertext} />
      <ContextField value={context} onChange={setContext} />
    </OperationForm>
  );
}
