import { useTranslations } from 'use-intl';
import { TryEncryptDocument } from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { Button } from '../ui/button.tsx';
import { toBase64 } from './bytes.ts';
import { BytesField } from './bytes-field.tsx';
import { Ciphertext } from './ciphertext.tsx';
import { ContextField, NO_CONTEXT } from './context-field.tsx';
import { OperationForm } from './operation-form.tsx';
import type { Handed, Target } from './target.ts';
import { bytesOf, NO_BYTES } from './typed-bytes.ts';
import { useSecretState } from './use-secret-state.ts';

/** See `encrypt` in the schema. */
const MAX_PLAINTEXT_BYTES = 6_144;

interface EncryptProps {
  readonly target: Target;
  readonly onDecrypt: (handed: Handed) => void;
}

/** Encrypts with a symmetric key. */
export function Encrypt({ target, onDecrypt }: EncryptProps) {
  const t = useTranslations('tryIt');
  const [plaintext, setPlaintext] = useSecretState(NO_BYTES);
  const [context, setContext] = useSecretState(NO_CONTEXT);
  const [made, setMade] = useSecretState<(Handed & { keyVersionId: string }) | undefined>(
    undefined,
  );
  const { send, isSending, failure } = useSecretSend(TryEncryptDocument);
  const bytes = bytesOf(plaintext);
  const isTooLong = (bytes?.length ?? 0) > MAX_PLAINTEXT_BYTES;

  async function submit() {
    if (!bytes) return;
    setMade(undefined);
    const data = await send({
      input: {
        keyId: target.key.keyId,
        plaintext: toBase64(bytes),
        encryptionContext: [...context],
      },
    });
    if (data?.encrypt)
      setMade({
        base64: data.encrypt.ciphertextBlob,
        keyVersionId: data.encrypt.keyVersionId,
        context,
      });
  }

  return (
    <OperationForm
      name={t('encrypt')}
      target={target}
      needs="kms:Encrypt"
      refusal={!bytes || isTooLong ? t('correct') : undefined}
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
        maxBytes={MAX_PLAINTEXT_BYTES}
      />
      <ContextField value={context} onChange={setContext} />
    </OperationForm>
  );
}
