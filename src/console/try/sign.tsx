import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type SignatureAlgorithm,
  TrySignDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Facts } from '../ui/page.tsx';
import { signatureAlgorithmsOf } from './algorithms.ts';
import { sha256, toBase64, toHex } from './bytes.ts';
import { BytesField } from './bytes-field.tsx';
import { canHash, MAX_MESSAGE_BYTES } from './message.ts';
import { OperationForm } from './operation-form.tsx';
import { PairFields } from './pair-fields.tsx';
import type { PairTarget } from './pair-target.ts';
import { bytesOf, NO_BYTES, type TypedBytes } from './typed-bytes.ts';
import { useSecretState } from './use-secret-state.ts';

/** A signature, with what verifies it. */
export interface Signed {
  readonly base64: string;
  readonly message: TypedBytes;
  readonly digest: string;
  readonly algorithm: SignatureAlgorithm;
  readonly keyVersionId: string;
}

interface SignProps {
  readonly target: PairTarget;
  readonly onVerify: (signed: Signed) => void;
}

/** Signs a message. Only its digest leaves the browser. */
export function Sign({ target, onVerify }: SignProps) {
  const t = useTranslations('tryIt');
  const algorithms = signatureAlgorithmsOf(target.key.keySpec);
  const [message, setMessage] = useSecretState(NO_BYTES);
  const [algorithm, setAlgorithm] = useState(algorithms[0] ?? 'ECDSA_SHA_256');
  const [version, setVersion] = useState(target.versions[0].keyVersionId);
  const [signed, setSigned] = useSecretState<Signed | undefined>(undefined);
  const { send, isSending, failure } = useSecretSend(TrySignDocument);
  const bytes = bytesOf(message);
  const isReady = bytes && bytes.length <= MAX_MESSAGE_BYTES;

  async function submit() {
    if (!bytes) return;
    setSigned(undefined);
    const digest = await sha256(bytes);
    const { keyId } = target.key;
    const data = await send({
      input: { keyId, keyVersionId: version, algorithm, digest: toBase64(digest) },
    });
    const made = data?.asymmetricSign;
    if (made)
      setSigned({
        base64: made.value,
        message,
        digest: toHex(digest),
        algorithm,
        keyVersionId: made.keyVersionId,
      });
  }

  return (
    <OperationForm
      name={t('sign')}
      target={target}
      needs="kms:AsymmetricSign"
      refusal={canHash() ? (isReady ? undefined : t('correct')) : t('insecure')}
      isSending={isSending}
      failure={failure}
      onSubmit={() => void submit()}
      result={
        signed && (
          <div className="wrapped">
            <CodeBlock label={t('signature')} code={signed.base64} />
            <Facts
              facts={[
                [t('digest'), <code key="digest">{signed.digest}</code>],
                [t('versionUsed'), <code key="version">{signed.keyVersionId}</code>],
              ]}
            />
            <div className="actions">
              <Button onPress={() => onVerify(signed)}>{t('verifyIt')}</Button>
            </div>
          </div>
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
