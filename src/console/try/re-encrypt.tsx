import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type KeyToTryFragment,
  TryReEncryptDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { Ciphertext } from './ciphertext.tsx';
import { CiphertextField, isCiphertext, normalized } from './ciphertext-field.tsx';
import { ContextField, NO_CONTEXT } from './context-field.tsx';
import { KeyPicker } from './key-picker.tsx';
import { OperationForm } from './operation-form.tsx';
import type { Target } from './target.ts';
import { useSecretState } from './use-secret-state.ts';

interface Made {
  readonly ciphertextBlob: string;
  readonly keyVersionId: string;
}

/** Moves a ciphertext to another key or context, without showing its plaintext. */
export function ReEncrypt({ target }: { readonly target: Target }) {
  const t = useTranslations('tryIt');
  const [ciphertext, setCiphertext] = useSecretState('');
  const [context, setContext] = useSecretState(NO_CONTEXT);
  const [destination, setDestination] = useState<KeyToTryFragment>(target.key);
  const [newContext, setNewContext] = useSecretState(NO_CONTEXT);
  const [made, setMade] = useSecretState<Made | undefined>(undefined);
  const { send, isSending, failure } = useSecretSend(TryReEncryptDocument);

  async function submit() {
    setMade(undefined);
    const data = await send({
      input: {
        source: {
          blob: { ciphertextBlob: normalized(ciphertext), sourceEncryptionContext: [...context] },
        },
        destinationKeyId: destination.keyId,
        destinationEncryptionContext: [...newContext],
      },
    });
    if (data?.reEncrypt) setMade(data.reEncrypt);
  }

  return (
    <OperationForm
      name={t('reEncrypt')}
      target={target}
      needs="kms:ReEncryptFrom"
      refusal={isCiphertext(ciphertext) ? undefined : t('needsCiphertext')}
      isSending={isSending}
      failure={failure}
      onSubmit={() => void submit()}
      result={made && <Ciphertext base64={made.ciphertextBlob} keyVersionId={made.keyVersionId} />}
    >
      <CiphertextField value={ciphertext} onChange={setCiphertext} />
      <ContextField value={context} onChange={setContext} />
      <KeyPicker label={t('destination')} onChoose={setDestination} />
      <p className="clipped">
        {t('destinationIs')} <code>{destination.keyId}</code> {destination.description}
      </p>
      <ContextField label={t('newContext')} value={newContext} onChange={setNewContext} />
    </OperationForm>
  );
}
