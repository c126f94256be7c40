import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { TryVerifyDocument } from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { Badge } from '../ui/badge.tsx';
import { signatureAlgorithmsOf } from './algorithms.ts';
import { sha256, toBase64 } from './bytes.ts';
import { BytesField } from './bytes-field.tsx';
import { CiphertextField, isCiphertext, normalized } from './ciphertext-field.tsx';
import { canHash, MAX_MESSAGE_BYTES } from './message.ts';
import { OperationForm } from './operation-form.tsx';
import { PairFields } from './pair-fields.tsx';
import type { PairTarget } from './pair-target.ts';
import type { Signed } from './sign.tsx';
import { bytesOf, NO_BYTES } from './typed-bytes.ts';
import { useSecretState } from './use-secret-state.ts';

interface VerifyProps {
  readonly target: PairTarget;
  /** A signature to begin with. */
  readonly handed: Signed | undefined;
}

/** Verifies a signature of a message. Only the digest of the message leaves the browser. */
export function Verify({ target, handed }: VerifyProps) {
  const t = useTranslations('tryIt');
  const algorithms = signatureAlgorithmsOf(target.key.keySpec);
  const [message, setMessage] = useSecretState(NO_BYTES);
  const [signature, setSignature] = useSecretState('');
  const [algorithm, setAlgorithm] = useState(algorithms[0] ?? 'ECDSA_SHA_256');
  const [version, setVersion] = useState(target.versions[0].keyVersionId);
  const [isValid, setValid] = useSecretState<boolean | undefined>(undefined);
  const { send, isSending, failure } = useSecretSend(TryVerifyDocument);
  const bytes = bytesOf(message);
  const isReady = bytes && bytes.length <= MAX_MESSAGE_BYTES && isCiphertext(signature);
  useEffect(() => {
    if (!handed) return;
    setMessage(handed.message);
    setSignature(handed.base64);
    setAlgorithm(handed.algorithm);
    setVersion(handed.keyVersionId);
    setValid(undefined);
  }, [handed, setMessage, setSignature, setValid]);

  async function submit() {
    if (!bytes) return;
    setValid(undefined);
    const { keyId } = target.key;
    const digest = toBase64(await sha256(bytes));
    const value = normalized(signature);
    const data = await send({ input: { keyId, keyVersionId: version, algorithm, digest, value } });
    if (data?.asymmetricVerify) setValid(data.asymmetricVerify.value);
  }

  return (
    <OperationForm
      name={t('verify')}
      target={target}
      needs="kms:AsymmetricVerify"
      refusal={canHash() ? (isReady ? undefined : t('needsSignature')) : t('insecure')}
      isSending={isSending}
      failure={failure}
      onSubmit={() => void submit()}
      result={
        isValid !== undefined && (
          <p>
            <Badge tone={isValid ? 'good' : 'bad'}>{isValid ? t('valid') : t('invalid')}</Badge>
          </p>
        )
      }
    >
      <BytesField
        label={t('message')}
        value={message}
        onChange={setMessage}
        maxBytes={MAX_MESSAGE_BYTES}
      />
      <p className="hint">{t('hashed')}</p>
      <CiphertextField label={t('signature')} value={signature} onChange={setSignature} />
      <PairFields
        target={target}
        algorithms={algorithms}
        algorithm={algorithm}
        onAlgorithm={setAlgorithm}
        version={version}
        onVersion={setVersion}
      />
    </OperationForm>
  );
}
