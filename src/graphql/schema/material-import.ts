import { deleteKeyMaterial } from '#operations/material-import/delete-key-material.ts';
import { getParametersForImport } from '#operations/material-import/get-parameters-for-import.ts';
import { importKeyMaterial } from '#operations/material-import/import-key-material.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { WrappingAlgorithm, WrappingKeySpec } from '../enums.ts';
import { inputArg } from '../input-arg.ts';
import { keyField } from '../key-field.ts';
import { perform } from '../perform.ts';
import { KeyMetadata } from './key/key-metadata.ts';

const KEY = 'The key, of origin `EXTERNAL`';

const GetParametersForImportInput = builder.inputType('GetParametersForImportInput', {
  description: 'Key and how its material will be wrapped.',
  fields: (t) => ({
    keyId: keyField(t, getParametersForImport, KEY),
    wrappingAlgorithm: t.field({
      type: WrappingAlgorithm,
      required: true,
      description: 'Algorithm that the caller wraps the material with.',
    }),
    wrappingKeySpec: t.field({
      type: WrappingKeySpec,
      required: true,
      description: 'Spec of the wrapping key to generate.',
    }),
  }),
});

interface Parameters {
  readonly keyId: string;
  readonly importToken: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly tokenExpireTime: Date;
}

const ImportParameters = builder.objectRef<Parameters>('ImportParameters').implement({
  description:
    'Wrapping key and import token. They belong together, and are valid only for this key.',
  fields: (t) => ({
    keyId: t.exposeString('keyId', { description: 'Id of the key that needs the material.' }),
    importToken: t.expose('importToken', {
      type: 'Bytes',
      description: 'Token for `importKeyMaterial`. Opaque.',
    }),
    publicKey: t.expose('publicKey', {
      type: 'Bytes',
      description: 'Public wrapping key in DER: SubjectPublicKeyInfo (RFC 5280 §4.1).',
    }),
    tokenExpireTime: t.expose('tokenExpireTime', {
      type: 'DateTime',
      description: 'Time at which token and wrapping key expire: 24 hours after this request.',
    }),
  }),
});

builder.mutationField('getParametersForImport', (t) =>
  t.field({
    ...describes(getParametersForImport),
    type: ImportParameters,
    args: { input: inputArg(t, GetParametersForImportInput) },
    resolve: (_root, { input }, call) => perform(getParametersForImport, call, input),
  }),
);

const ImportKeyMaterialInput = builder.inputType('ImportKeyMaterialInput', {
  description: 'Key, its wrapped material, and the import token.',
  fields: (t) => ({
    keyId: keyField(t, importKeyMaterial, KEY),
    encryptedKeyMaterial: t.field({
      type: 'Bytes',
      required: true,
      description:
        'Material, encrypted with the public key of `getParametersForImport`. Before encryption it has as many bytes as the spec of the key: 32, 24 or 16.',
    }),
    importToken: t.field({
      type: 'Bytes',
      required: true,
      description: 'Token of `getParametersForImport`.',
    }),
    keyMaterialExpireUnix: t.float({
      description:
        'Time at which the material expires, in whole seconds since 1970-01-01T00:00:00Z. 0 means never. Default: 0.',
    }),
  }),
});

builder.mutationField('importKeyMaterial', (t) =>
  t.field({
    ...describes(importKeyMaterial),
    type: KeyMetadata,
    args: { input: inputArg(t, ImportKeyMaterialInput) },
    resolve: async (_root, { input }, call) => (await perform(importKeyMaterial, call, input)).key,
  }),
);

const DeleteKeyMaterialInput = builder.inputType('DeleteKeyMaterialInput', {
  description: 'Key whose material to delete.',
  fields: (t) => ({ keyId: keyField(t, deleteKeyMaterial, KEY) }),
});

builder.mutationField('deleteKeyMaterial', (t) =>
  t.field({
    ...describes(deleteKeyMaterial),
    type: KeyMetadata,
    args: { input: inputArg(t, DeleteKeyMaterialInput) },
    resolve: async (_root, { input }, call) => (await perform(deleteKeyMaterial, call, input)).key,
  }),
);
