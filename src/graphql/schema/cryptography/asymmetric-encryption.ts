import { asymmetricDecrypt } from '#operations/cryptography/asymmetric-decrypt.ts';
import { asymmetricEncrypt } from '#operations/cryptography/asymmetric-encrypt.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { EncryptionAlgorithm } from '../../enums.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { dryRunField, pairVersionField } from './fields.ts';
import { DecryptPayload, SealedPayload } from './payloads.ts';

const AsymmetricEncryptInput = builder.inputType('AsymmetricEncryptInput', {
  description: 'Plaintext and the key pair to encrypt it with.',
  fields: (t) => ({
    keyId: keyField(t, asymmetricEncrypt),
    keyVersionId: pairVersionField(t),
    algorithm: t.field({
      type: EncryptionAlgorithm,
      required: true,
      description: 'Encryption algorithm.',
    }),
    plaintext: t.field({
      type: 'Bytes',
      required: true,
      description:
        'At most k − 2·hLen − 2 bytes (RFC 8017 §7.1.1): 190 for RSA_2048 with SHA-256, 214 with SHA-1.',
    }),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('asymmetricEncrypt', (t) =>
  t.field({
    ...describes(asymmetricEncrypt),
    type: SealedPayload,
    args: { input: inputArg(t, AsymmetricEncryptInput) },
    resolve: (_root, { input }, call) => perform(asymmetricEncrypt, call, input),
  }),
);

const AsymmetricDecryptInput = builder.inputType('AsymmetricDecryptInput', {
  description: 'Ciphertext and the key pair to decrypt it with.',
  fields: (t) => ({
    keyId: keyField(t, asymmetricDecrypt),
    keyVersionId: pairVersionField(t),
    algorithm: t.field({
      type: EncryptionAlgorithm,
      required: true,
      description: 'Algorithm that it was encrypted with.',
    }),
    ciphertextBlob: t.field({
      type: 'Bytes',
      required: true,
      description: 'RSA ciphertext, as long as the modulus: 256 bytes for RSA_2048.',
    }),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('asymmetricDecrypt', (t) =>
  t.field({
    ...describes(asymmetricDecrypt),
    type: DecryptPayload,
    args: { input: inputArg(t, AsymmetricDecryptInput) },
    resolve: (_root, { input }, call) => perform(asymmetricDecrypt, call, input),
  }),
);
