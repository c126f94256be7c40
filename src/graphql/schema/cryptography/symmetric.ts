import { decrypt } from '#operations/cryptography/decrypt.ts';
import { encrypt } from '#operations/cryptography/encrypt.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { blobField, contextField, DECRYPTING, dryRunField, ENCRYPTING } from './fields.ts';
import { DecryptPayload, SealedPayload } from './payloads.ts';

const EncryptInput = builder.inputType('EncryptInput', {
  description: 'Plaintext and the symmetric key to encrypt it with.',
  fields: (t) => ({
    keyId: keyField(t, encrypt),
    plaintext: t.field({ type: 'Bytes', required: true, description: 'At most 6,144 bytes.' }),
    encryptionContext: contextField(t, ENCRYPTING),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('encrypt', (t) =>
  t.field({
    ...describes(encrypt),
    type: SealedPayload,
    args: { input: inputArg(t, EncryptInput) },
    resolve: (_root, { input }, call) => perform(encrypt, call, input),
  }),
);

const DecryptInput = builder.inputType('DecryptInput', {
  description: 'Ciphertext blob to decrypt. It contains the id of its key version.',
  fields: (t) => ({
    ciphertextBlob: blobField(t),
    encryptionContext: contextField(t, DECRYPTING),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('decrypt', (t) =>
  t.field({
    ...describes(decrypt),
    type: DecryptPayload,
    args: { input: inputArg(t, DecryptInput) },
    resolve: (_root, { input }, call) => perform(decrypt, call, input),
  }),
);
