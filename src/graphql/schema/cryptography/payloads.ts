import type { Plaintext } from '#domain/plaintext.ts';
import { builder } from '../../builder.ts';
import { PlaintextKind } from '../../enums.ts';

/** The key and key version that did an operation. */
export interface ByKey {
  readonly keyId: string;
  readonly keyVersionId: string;
}
interface Sealed extends ByKey {
  readonly ciphertextBlob: Uint8Array;
}
interface Opened extends ByKey {
  readonly plaintext: Plaintext;
}
interface Exported extends ByKey {
  readonly exportedDataKey: Uint8Array;
}

export const KeyAndVersion = builder.interfaceRef<ByKey>('KeyAndVersion').implement({
  description: 'Result of a cryptographic operation, with the key and key version that did it.',
  fields: (t) => ({
    keyId: t.exposeString('keyId', {
      description: 'Id of the key, also where an alias or ARN named it.',
    }),
    keyVersionId: t.exposeString('keyVersionId', {
      description: 'Id of the key version that was used.',
    }),
  }),
});

const BLOB = 'Ciphertext blob: opaque, and decrypted only by this service.';
const EXPORTED = 'Data key, encrypted with the public key of the request.';

export const SealedPayload = builder.objectRef<Sealed>('SealedPayload').implement({
  description: 'Result of an encryption.',
  interfaces: [KeyAndVersion],
  fields: (t) => ({
    ciphertextBlob: t.expose('ciphertextBlob', {
      type: 'Bytes',
      description: `${BLOB} From \`asymmetricEncrypt\`: the bare RSA ciphertext.`,
    }),
  }),
});

export const DecryptPayload = builder.objectRef<Opened>('DecryptPayload').implement({
  description: 'Result of a decryption.',
  interfaces: [KeyAndVersion],
  fields: (t) => ({
    plaintext: t.field({
      type: 'Bytes',
      description: 'Decrypted bytes. Text is in UTF-8.',
      resolve: ({ plaintext }) => plaintext.bytes,
    }),
    plaintextKind: t.field({
      type: PlaintextKind,
      description: 'Whether text or bytes were encrypted.',
      resolve: ({ plaintext }) => plaintext.kind,
    }),
  }),
});

export const GenerateDataKeyPayload = builder
  .objectRef<Sealed & Opened>('GenerateDataKeyPayload')
  .implement({
    description: 'New data key, in plaintext and encrypted.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      ciphertextBlob: t.expose('ciphertextBlob', { type: 'Bytes', description: BLOB }),
      plaintext: t.field({
        type: 'Bytes',
        description: 'Data key in plaintext. Erase it after use, and store the ciphertext blob.',
        resolve: ({ plaintext }) => plaintext.bytes,
      }),
    }),
  });

export const ExportDataKeyPayload = builder.objectRef<Exported>('ExportDataKeyPayload').implement({
  description: 'Data key, encrypted for its recipient.',
  interfaces: [KeyAndVersion],
  fields: (t) => ({
    exportedDataKey: t.expose('exportedDataKey', { type: 'Bytes', description: EXPORTED }),
  }),
});

export const GenerateAndExportDataKeyPayload = builder
  .objectRef<Sealed & Exported>('GenerateAndExportDataKeyPayload')
  .implement({
    description: 'New data key, encrypted under a key and for its recipient.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      ciphertextBlob: t.expose('ciphertextBlob', { type: 'Bytes', description: BLOB }),
      exportedDataKey: t.expose('exportedDataKey', { type: 'Bytes', description: EXPORTED }),
    }),
  });
