import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type EncryptionAlgorithm,
  TryPairEncryptDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { Button } from '../ui/button.tsx';
import { ENCRYPTION_ALGORITHMS, maxPlaintextBytes } from './algorithms.ts';
import { toBase64 } from './bytes.ts';
import { BytesField } from './bytes-field.tsx';
import { Ciphertext } from './ciphertext.tsx';
import { OperationForm } from './operation-form.tsx';
import { PairFields } from './pair-fields.tsx';
import type { PairTarget } from './pair-target.ts';
import { bytesOf, NO_BYTES } from './typed-bytes.ts';
import { useSecretState } from './use-secret-state.ts';

/** A ciphertext of a key pair, with what decrypts it. */
export interface PairCiphertext {
  readonly base64: string;
  readonly algorithm: EncryptionAlgorithm;
  readonly keyVersionId: string;
}

interface PairEncryptProps {
  readonly target: PairTarget;
  readonly onDecrypt: (made: PairCiphertext) => void;
}

/** Encrypts with the public key of a key pair. */
export function PairEncrypt({ target, onDecrypt }: PairEncryptProps) {
  const t = useTranslations('tryIt');
  const [plaintext, setPlaintext] = useSecretState(NO_BYTES);
  const [algorithm, setAlgorithm] = useState<EncryptionAlgorithm>('RSAES_OAEP_SHA_256');
  const [version, setVersion] = useState(target.versions[0].keyVersionId);
  const [made, setMade] = useSecretState<PairCiphertext | undefined>(undefined);
  const { send, isSending, failure } = useSecretSend(TryPairEncryptDocument);
  const bytes = bytesOf(plaintext);
  const maxBytes = maxPlaintextBytes(target.key.keySpec, algorithm);

  async function submit() {
    if (!bytes) return;
    setMade(undefined);
    const { keyId } = target.key;
    const data = await send({
      input: { keyId, keyVersionId: version, algorithm, plaintext: toBase64(bytes) },
    });
    const sealed = data?.asymmetricEncrypt;
    if (sealed)
      setMade({ base64: sealed.ciphertextBlob, keyVersionId: sealed.keyVersionId, algorithm });
  }

  return (
    <OperationForm
      name={t('encrypt')}
      target={target}
      needs="kms:AsymmetricEncrypt"
      refusal={!bytes || bytes.length > maxBytes ? t('correct') : undefined}
      isSending={isSending}
      failure={failure}
      onSubmit={() => void submit()}
      result={
        made && (
          <>
            <Ciphertext base64={made.base64} keyVersionId={made.keyVersionId} />
            <div className="actions">
              <Button onPress={() => onDecrypt(made)}>{t('decryptIt')}</Button>
            </div>
          </>
        )
      }
    >
      <BytesField
        label={t('plaintext')}
        value={plaintext}
        onChange={setPlaintext}
        maxBytes={maxBytes}
      />
      <PairFields
        target={target}
        algorithms={ENCRYPTION_ALGORITHMS}
        algorithm={algorithm}
        onAlgorithm={setAlgorithm}
        version={version}
        onVersion={setVersion}
      />
    </OperationForm>
  );
}
