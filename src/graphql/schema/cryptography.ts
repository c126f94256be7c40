import { decrypt } from '#operations/cryptography/decrypt.ts';
import { encrypt } from '#operations/cryptography/encrypt.ts';
import { reEncrypt } from '#operations/cryptography/re-encrypt.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { EncryptionAlgorithm } from '../enums.ts';
import { DecryptPayload, EncryptionContextPairInput, SealedPayload } from './cryptography-types.ts';

const KEY = 'The id of the key, an alias or an ARN.';
const CONTEXT = 'What it is bound to, to be repeated exactly when it is opened. Default: nothing.';
const DRY_RUN =
  'Only say whether it would work: always an error, `DryRunOperationError` when it would.';
const BLOB = 'The sealed value, as it was given.';

const EncryptInput = builder.inputType('EncryptInput', {
  description: 'What to encrypt, and with which key.',
  fields: (t) => ({
    keyId: t.field({ type: 'KeyReference', required: true, description: KEY }),
    plaintext: t.field({ type: 'Bytes', required: true, description: 'Up to 6,144 bytes.' }),
    encryptionContext: t.field({ type: [EncryptionContextPairInput], description: CONTEXT }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('encrypt', (t) =>
  t.field({
    ...describes(encrypt),
    type: SealedPayload,
    args: {
      input: t.arg({
        type: EncryptInput,
        required: true,
        description: 'What to encrypt, and with which key.',
      }),
    },
    resolve: (_root, { input }, call) => perform(encrypt, call, input),
  }),
);

const DecryptInput = builder.inputType('DecryptInput', {
  description: 'What to decrypt. The blob names its key itself.',
  fields: (t) => ({
    ciphertextBlob: t.field({ type: 'Bytes', required: true, description: BLOB }),
    encryptionContext: t.field({ type: [EncryptionContextPairInput], description: CONTEXT }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('decrypt', (t) =>
  t.field({
    ...describes(decrypt),
    type: DecryptPayload,
    args: {
      input: t.arg({
        type: DecryptInput,
        required: true,
        description: 'What to decrypt. The blob names its key itself.',
      }),
    },
    resolve: (_root, { input }, call) => perform(decrypt, call, input),
  }),
);

const ReEncryptInput = builder.inputType('ReEncryptInput', {
  description: 'What to open, and under which key and context to seal it again.',
  fields: (t) => ({
    ciphertextBlob: t.field({ type: 'Bytes', required: true, description: BLOB }),
    destinationKeyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The key to seal it with: its id, or an alias.',
    }),
    sourceEncryptionContext: t.field({
      type: [EncryptionContextPairInput],
      description: 'The context that it was sealed with. Default: none.',
    }),
    destinationEncryptionContext: t.field({
      type: [EncryptionContextPairInput],
      description: 'The context to seal it with. Default: none.',
    }),
    sourceKeyId: t.field({
      type: 'KeyReference',
      description:
        'The key pair, its id or an alias, where the value was encrypted to a public key. Absent: a blob names its key itself.',
    }),
    sourceKeyVersionId: t.string({ description: 'With sourceKeyId: the version of it.' }),
    sourceEncryptionAlgorithm: t.field({
      type: EncryptionAlgorithm,
      description: 'With sourceKeyId: how it was encrypted.',
    }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('reEncrypt', (t) =>
  t.field({
    ...describes(reEncrypt),
    type: SealedPayload,
    args: {
      input: t.arg({
        type: ReEncryptInput,
        required: true,
        description: 'What to open, and under which key and context to seal it again.',
      }),
    },
    resolve: (_root, { input }, call) => perform(reEncrypt, call, input),
  }),
);
