import type { Plaintext } from '#domain/plaintext.ts';
import { builder } from '../builder.ts';
import { PlaintextKind } from '../enums.ts';

/** What every cryptographic operation says: which key and version did it. */
export interface ByKey {
  readonly keyId: string;
  readonly keyVersionId: string;
}
export interface Sealed extends ByKey {
  readonly ciphertextBlob: Uint8Array;
}
export interface Opened extends ByKey {
  readonly plaintext: Plaintext;
}
export interface Exported extends ByKey {
  readonly exportedDataKey: Uint8Array;
}

export const KeyAndVersion = builder.interfaceRef<ByKey>('KeyAndVersion').implement({
  description: 'Which key did something, and by which of its versions.',
  fields: (t) => ({
    keyId: t.exposeString('keyId', {
      description: 'The id of the key, whatever name it was called by.',
    }),
    keyVersionId: t.exposeString('keyVersionId', { description: 'The id of the key version.' }),
  }),
});

const blob = 'The sealed value: opaque, and good only for this service.';
const exported = 'The data key, wrapped under your public key.';

export const SealedPayload = builder.objectRef<Sealed>('SealedPayload').implement({
  description: 'A sealed value.',
  interfaces: [KeyAndVersion],
  fields: (t) => ({
    ciphertextBlob: t.expose('ciphertextBlob', { type: 'Bytes', description: blob }),
  }),
});

export const DecryptPayload = builder.objectRef<Opened>('DecryptPayload').implement({
  description: 'An opened value.',
  interfaces: [KeyAndVersion],
  fields: (t) => ({
    plaintext: t.field({
      type: 'Bytes',
      description: 'The bytes that were sealed.',
      resolve: ({ plaintext }) => plaintext.bytes,
    }),
    plaintextKind: t.field({
      type: PlaintextKind,
      description: 'Whether they were text or bytes.',
      resolve: ({ plaintext }) => plaintext.kind,
    }),
  }),
});

export const GenerateDataKeyPayload = builder
  .objectRef<Sealed & Opened>('GenerateDataKeyPayload')
  .implement({
    description: 'A new data key, in clear and sealed.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      ciphertextBlob: t.expose('ciphertextBlob', { type: 'Bytes', description: blob }),
      plaintext: t.field({
        type: 'Bytes',
        description: 'The data key in clear. Forget it after use.',
        resolve: ({ plaintext }) => plaintext.bytes,
      }),
    }),
  });

export const ExportDataKeyPayload = builder.objectRef<Exported>('ExportDataKeyPayload').implement({
  description: 'A data key on its way out.',
  interfaces: [KeyAndVersion],
  fields: (t) => ({
    exportedDataKey: t.expose('exportedDataKey', { type: 'Bytes', description: exported }),
  }),
});

export const GenerateAndExportDataKeyPayload = builder
  .objectRef<Sealed & Exported>('GenerateAndExportDataKeyPayload')
  .implement({
    description: 'A new data key, sealed and on its way out.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      ciphertextBlob: t.expose('ciphertextBlob', { type: 'Bytes', description: blob }),
      exportedDataKey: t.expose('exportedDataKey', { type: 'Bytes', description: exported }),
    }),
  });

export const EncryptionContextPairInput = builder.inputType('EncryptionContextPairInput', {
  description:
    'One pair of an encryption context. Each name once; in all at most 8,192 characters as JSON.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'The name.' }),
    value: t.string({ required: true, description: 'The value.' }),
  }),
});
