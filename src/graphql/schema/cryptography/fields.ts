import { builder } from '../../builder.ts';
import type { InputFields } from '../../key-field.ts';

const EncryptionContextPair = builder.inputType('EncryptionContextPairInput', {
  description: 'Name and value that are authenticated with the ciphertext and not encrypted.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Name, unique in the context.' }),
    value: t.string({ required: true, description: 'Value; may be empty.' }),
  }),
});

/** An encryption context. @param use when it is given */
export const contextField = (t: InputFields, use: string) =>
  t.field({
    type: [EncryptionContextPair],
    description: `Encryption context: pairs that are authenticated and not encrypted. ${use} At most 8,192 characters as a JSON object. Default: empty.`,
  });

/** For the description of the context of an operation that encrypts. */
export const ENCRYPTING = 'Decryption needs the same pairs.';
/** The same for an operation that decrypts. */
export const DECRYPTING = 'The pairs that it was encrypted with.';

/** A ciphertext blob of this service. */
export const blobField = (t: InputFields) =>
  t.field({
    type: 'Bytes',
    required: true,
    description: 'Ciphertext blob, as this service returned it.',
  });

/** Whether an operation is only checked. */
export const dryRunField = (t: InputFields) =>
  t.boolean({
    description:
      'Only check the request. It always returns an error: `DryRunOperationError` if it would succeed. Default: false.',
  });

/** The version of a key pair. */
export const pairVersionField = (t: InputFields) =>
  t.string({
    required: true,
    description: 'Id of the key version. A key pair has no primary version.',
  });
