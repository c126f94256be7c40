import { DESTINATION, reEncrypt } from '#operations/cryptography/re-encrypt.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { EncryptionAlgorithm } from '../../enums.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import {
  blobField,
  contextField,
  DECRYPTING,
  dryRunField,
  ENCRYPTING,
  pairVersionField,
} from './fields.ts';
import { SealedPayload } from './payloads.ts';

const CiphertextBlobSourceInput = builder.inputType('CiphertextBlobSourceInput', {
  description: 'Ciphertext blob of this service. It contains the id of its key version.',
  fields: (t) => ({
    ciphertextBlob: blobField(t),
    sourceEncryptionContext: contextField(t, DECRYPTING),
  }),
});

const AsymmetricCiphertextSourceInput = builder.inputType('AsymmetricCiphertextSourceInput', {
  description: 'Ciphertext that was encrypted with the public key of a key pair.',
  fields: (t) => ({
    ciphertextBlob: t.field({
      type: 'Bytes',
      required: true,
      description: 'RSA ciphertext, as long as the modulus: 256 bytes for RSA_2048.',
    }),
    sourceKeyId: keyField(t, reEncrypt, 'The key pair'),
    sourceKeyVersionId: pairVersionField(t),
    sourceEncryptionAlgorithm: t.field({
      type: EncryptionAlgorithm,
      required: true,
      description: 'Algorithm that it was encrypted with.',
    }),
  }),
});

const ReEncryptSourceInput = builder.inputType('ReEncryptSourceInput', {
  description: 'Ciphertext to decrypt, in exactly one of the two fields.',
  isOneOf: true,
  fields: (t) => ({
    blob: t.field({
      type: CiphertextBlobSourceInput,
      description: 'Ciphertext blob of a symmetric key.',
    }),
    asymmetric: t.field({
      type: AsymmetricCiphertextSourceInput,
      description: 'Ciphertext of a key pair.',
    }),
  }),
});

const ReEncryptInput = builder.inputType('ReEncryptInput', {
  description: 'Ciphertext, and the key and context to encrypt its plaintext with.',
  fields: (t) => ({
    source: t.field({
      type: ReEncryptSourceInput,
      required: true,
      description: 'Ciphertext to decrypt.',
    }),
    destinationKeyId: keyField(t, { key: DESTINATION }, 'The symmetric key to encrypt with'),
    destinationEncryptionContext: contextField(t, ENCRYPTING),
    dryRun: dryRunField(t),
  }),
});

/** The fields of the one source that is given, as the operation takes them. */
const fieldsOf = ({ blob, asymmetric }: typeof ReEncryptSourceInput.$inferInput) =>
  asymmetric ?? (blob as NonNullable<typeof blob>);

builder.mutationField('reEncrypt', (t) =>
  t.field({
    ...describes(reEncrypt),
    type: SealedPayload,
    args: { input: inputArg(t, ReEncryptInput) },
    resolve: (_root, { input: { source, ...input } }, call) =>
      perform(reEncrypt, call, { ...fieldsOf(source), ...input }),
  }),
);
