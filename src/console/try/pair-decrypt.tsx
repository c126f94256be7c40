import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type EncryptionAlgorithm,
  TryPairDecryptDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { ENCRYPTION_ALGORITHMS } from './algorithms.ts';
import { CiphertextField, isCiphertext, normalized } from './ciphertext-field.tsx';
import { Decrypted, type DecryptedData } from './decrypted.tsx';
import { OperationForm } from './operation-form.tsx';
import type { PairCiphertext } from './pair-encrypt.tsx';
import { PairFields } from './pair-fields.tsx';
import type { PairTarget } from './pair-target.ts';
import { useSecretState } from './use-secret-state.ts';

interface PairDecryptProps {
  readonly target: PairTarget;
  /** A ciphertext to begin with. */
  readonly handed: PairCiphertext | undefined;
}

/** Decrypts with the private key of a key pair. */
export function PairDecrypt({ target, handed }: PairDecryptProps) {
  const t = useTranslations('tryIt');
  const [ciphertext, setCiphertext] = useSecretState('');
  const [algorithm, setAlgorithm] = useState<EncryptionAlgorithm>('RSAES_OAEP_SHA_256');
  const [version, setVersion] = useState(target.versions[0].keyVersionId);
  const [decrypted, setDecrypted] = useSecretState<DecryptedData | undefined>(undefined);
  const { send, isSending, failure } = useSecretSend(TryPairDecryptDocument);
  useEffect(() => {
    if (!handed) return;
    setCiphertext(handed.base64);
    setAlgorithm(handed.algorithm);
    setVersion(handed.keyVersionId);
    setDecrypted(undefined);
  }, [handed, setCiphertext, setDecrypted]);

  async function submit() {
    setDecrypted(undefined);
    const { keyId } = target.key;
    const ciphertextBlob = normalized(ciphertext);
    const data = await send({ input: { keyId, keyVersionId: version, algorithm, ciphertextBlob } });
    if (data?.asymmetricDecrypt) setDecrypted(data.asymmetricDecrypt);
  }

  return (
    <OperationForm
      name={t('decrypt')}
      target={target}
      needs="kms:AsymmetricDecrypt"
      refusal={isCiphertext(ciphertext) ? undefined : t('needsCiphertext')}
      isSending={isSending}
      failure={failure}
      onSubmit={() => void submit()}
      result={decrypted && <Decrypted data={decrypted} target={target} />}
    >
      <CiphertextField value={ciphertext} onChange={setCiphertext} />
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
