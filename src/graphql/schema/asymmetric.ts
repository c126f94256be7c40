import { asymmetricDecrypt } from '#operations/cryptography/asymmetric-decrypt.ts';
import { asymmetricEncrypt } from '#operations/cryptography/asymmetric-encrypt.ts';
import { asymmetricSign } from '#operations/cryptography/asymmetric-sign.ts';
import { asymmetricVerify } from '#operations/cryptography/asymmetric-verify.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { EncryptionAlgorithm, SignatureAlgorithm } from '../enums.ts';
import { type ByKey, DecryptPayload, KeyAndVersion, SealedPayload } from './cryptography-types.ts';

const KEY = 'The id of the key, or an alias.';
const KEY_BY_ARN = 'The id of the key, an alias or an ARN.';
const VERSION = 'The version of it: key pairs have no primary one.';
const DIGEST = 'The SHA-256 digest of the message: 32 bytes.';
const DRY_RUN =
  'Only say whether it would work: always an error, `DryRunOperationError` when it would.';

const SignaturePayload = builder
  .objectRef<ByKey & { readonly value: Uint8Array }>('SignaturePayload')
  .implement({
    description: 'A signature.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      value: t.expose('value', {
        type: 'Bytes',
        description: 'The signature: as long as an RSA modulus, or DER.',
      }),
    }),
  });

const AsymmetricSignInput = builder.inputType('AsymmetricSignInput', {
  description: 'What to sign, and with what.',
  fields: (t) => ({
    keyId: t.field({ type: 'KeyReference', required: true, description: KEY }),
    keyVersionId: t.string({ required: true, description: VERSION }),
    algorithm: t.field({ type: SignatureAlgorithm, required: true, description: 'How to sign.' }),
    digest: t.field({ type: 'Bytes', required: true, description: DIGEST }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('asymmetricSign', (t) =>
  t.field({
    ...describes(asymmetricSign),
    type: SignaturePayload,
    args: {
      input: t.arg({
        type: AsymmetricSignInput,
        required: true,
        description: 'What to sign, and with what.',
      }),
    },
    resolve: (_root, { input }, call) => perform(asymmetricSign, call, input),
  }),
);

const VerificationPayload = builder
  .objectRef<ByKey & { readonly value: boolean }>('VerificationPayload')
  .implement({
    description: 'What became of a signature.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      value: t.exposeBoolean('value', {
        description: 'Whether it is a signature of the digest by this version.',
      }),
    }),
  });

const AsymmetricVerifyInput = builder.inputType('AsymmetricVerifyInput', {
  description: 'Which signature of what.',
  fields: (t) => ({
    keyId: t.field({ type: 'KeyReference', required: true, description: KEY }),
    keyVersionId: t.string({ required: true, description: VERSION }),
    algorithm: t.field({
      type: SignatureAlgorithm,
      required: true,
      description: 'How it was signed.',
    }),
    digest: t.field({ type: 'Bytes', required: true, description: DIGEST }),
    value: t.field({ type: 'Bytes', required: true, description: 'The signature.' }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('asymmetricVerify', (t) =>
  t.field({
    ...describes(asymmetricVerify),
    type: VerificationPayload,
    args: {
      input: t.arg({
        type: AsymmetricVerifyInput,
        required: true,
        description: 'Which signature of what.',
      }),
    },
    resolve: (_root, { input }, call) => perform(asymmetricVerify, call, input),
  }),
);

const AsymmetricEncryptInput = builder.inputType('AsymmetricEncryptInput', {
  description: 'What to encrypt, and to which key pair.',
  fields: (t) => ({
    keyId: t.field({ type: 'KeyReference', required: true, description: KEY_BY_ARN }),
    keyVersionId: t.string({ required: true, description: VERSION }),
    algorithm: t.field({
      type: EncryptionAlgorithm,
      required: true,
      description: 'How to encrypt.',
    }),
    plaintext: t.field({
      type: 'Bytes',
      required: true,
      description: 'As many bytes less than the modulus as its hash is long twice, and 2.',
    }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('asymmetricEncrypt', (t) =>
  t.field({
    ...describes(asymmetricEncrypt),
    type: SealedPayload,
    args: {
      input: t.arg({
        type: AsymmetricEncryptInput,
        required: true,
        description: 'What to encrypt, and to which key pair.',
      }),
    },
    resolve: (_root, { input }, call) => perform(asymmetricEncrypt, call, input),
  }),
);

const AsymmetricDecryptInput = builder.inputType('AsymmetricDecryptInput', {
  description: 'What to decrypt, and with what.',
  fields: (t) => ({
    keyId: t.field({ type: 'KeyReference', required: true, description: KEY_BY_ARN }),
    keyVersionId: t.string({ required: true, description: VERSION }),
    algorithm: t.field({
      type: EncryptionAlgorithm,
      required: true,
      description: 'How it was encrypted.',
    }),
    ciphertextBlob: t.field({
      type: 'Bytes',
      required: true,
      description: 'As long as the modulus.',
    }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('asymmetricDecrypt', (t) =>
  t.field({
    ...describes(asymmetricDecrypt),
    type: DecryptPayload,
    args: {
      input: t.arg({
        type: AsymmetricDecryptInput,
        required: true,
        description: 'What to decrypt, and with what.',
      }),
    },
    resolve: (_root, { input }, call) => perform(asymmetricDecrypt, call, input),
  }),
);
