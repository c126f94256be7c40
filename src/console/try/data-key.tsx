import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type DataKeyLengthInput,
  TryDataKeyDocument,
  TryDataKeyWithoutPlaintextDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSecretSend } from '../api/mutations.ts';
import { Select } from '../ui/choices.tsx';
import { Checkbox, TextField } from '../ui/fields.tsx';
import { BytesView } from './bytes-view.tsx';
import { Ciphertext } from './ciphertext.tsx';
import { ContextField, NO_CONTEXT } from './context-field.tsx';
import { OperationForm } from './operation-form.tsx';
import type { Target } from './target.ts';
import { useSecretState } from './use-secret-state.ts';

const LENGTHS = ['AES_256', 'AES_128', 'bytes'] as const;

interface Made {
  readonly ciphertextBlob: string;
  readonly keyVersionId: string;
  readonly plaintext?: string;
}

/** Generates a data key under a symmetric key. */
export function DataKey({ target }: { readonly target: Target }) {
  const t = useTranslations('tryIt');
  const [length, setLength] = useState<(typeof LENGTHS)[number]>('AES_256');
  const [count, setCount] = useState('32');
  const [isEncryptedOnly, setEncryptedOnly] = useState(false);
  const [context, setContext] = useSecretState(NO_CONTEXT);
  const [made, setMade] = useSecretState<Made | undefined>(undefined);
  const both = useSecretSend(TryDataKeyDocument);
  const encrypted = useSecretSend(TryDataKeyWithoutPlaintextDocument);
  const sender = isEncryptedOnly ? encrypted : both;
  const isCount = /^\d{1,4}$/.test(count);

  async function submit() {
    const lengthInput: DataKeyLengthInput =
      length === 'bytes' ? { numberOfBytes: Number(count) } : { keySpec: length };
    const input = {
      keyId: target.key.keyId,
      length: lengthInput,
      encryptionContext: [...context],
    };
    setMade(undefined);
    const result = isEncryptedOnly
      ? (await encrypted.send({ input }))?.generateDataKeyWithoutPlaintext
      : (await both.send({ input }))?.generateDataKey;
    if (result) setMade(result);
  }

  return (
    <OperationForm
      name={t('generate')}
      target={target}
      needs={isEncryptedOnly ? 'kms:GenerateDataKeyWithoutPlaintext' : 'kms:GenerateDataKey'}
      refusal={length === 'bytes' && !isCount ? t('correct') : undefined}
      isSending={sender.isSending}
      failure={sender.failure}
      onSubmit={() => void submit()}
      result={
        made && (
          <>
            {made.plaintext !== undefined && (
              <BytesView label={t('dataKey')} base64={made.plaintext} />
            )}
            <Ciphertext base64={made.ciphertextBlob} keyVersionId={made.keyVersionId} />
          </>
        )
      }
    >
      <div className="fields">
        <Select
          label={t('length')}
          choices={LENGTHS.map((value) => ({ value, label: t(`lengths.${value}`) }))}
          value={length}
          onChange={setLength}
        />
        {length === 'bytes' && (
          <TextField
            label={t('numberOfBytes')}
            type="number"
            value={count}
            onChange={setCount}
            error={isCount ? undefined : t('numberOfBytesHint')}
          />
        )}
      </div>
      <Checkbox isSelected={isEncryptedOnly} onChange={setEncryptedOnly}>
        {t('withoutPlaintext')}
      </Checkbox>
      <ContextField value={context} onChange={setContext} />
    </OperationForm>
  );
}
