import { deleteKeyMaterial } from '#operations/material-import/delete-key-material.ts';
import { getParametersForImport } from '#operations/material-import/get-parameters-for-import.ts';
import { importKeyMaterial } from '#operations/material-import/import-key-material.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { WrappingAlgorithm, WrappingKeySpec } from '../enums.ts';
import { KeyMetadata } from './key.ts';

const GetParametersForImportInput = builder.inputType('GetParametersForImportInput', {
  description: 'For which key, and how you will wrap its material.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of a key of origin EXTERNAL. No alias here.',
    }),
    wrappingAlgorithm: t.field({
      type: WrappingAlgorithm,
      required: true,
      description: 'How you will wrap.',
    }),
    wrappingKeySpec: t.field({
      type: WrappingKeySpec,
      required: true,
      description: 'The kind of wrapping key you want.',
    }),
  }),
});

const ImportParameters = builder
  .objectRef<{
    keyId: string;
    importToken: Uint8Array;
    publicKey: Uint8Array;
    tokenExpireTime: Date;
  }>('ImportParameters')
  .implement({
    description: 'What an import needs. Key and token belong together, and to one key.',
    fields: (t) => ({
      keyId: t.exposeString('keyId', { description: 'The key they are for.' }),
      importToken: t.expose('importToken', {
        type: 'Bytes',
        description: 'To be given back with the wrapped material.',
      }),
      publicKey: t.expose('publicKey', {
        type: 'Bytes',
        description: 'The wrapping key, as DER (SubjectPublicKeyInfo).',
      }),
      tokenExpireTime: t.expose('tokenExpireTime', {
        type: 'DateTime',
        description: 'Until when the token is good: a day.',
      }),
    }),
  });

builder.mutationField('getParametersForImport', (t) =>
  t.field({
    ...describes(getParametersForImport),
    type: ImportParameters,
    args: {
      input: t.arg({
        type: GetParametersForImportInput,
        required: true,
        description: 'For which key, and how.',
      }),
    },
    resolve: (_root, { input }, call) => perform(getParametersForImport, call, input),
  }),
);

const ImportKeyMaterialInput = builder.inputType('ImportKeyMaterialInput', {
  description: 'The material, wrapped, and the token that came with the wrapping key.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key. No alias here.',
    }),
    encryptedKeyMaterial: t.field({
      type: 'Bytes',
      required: true,
      description: 'The material, wrapped under the public key.',
    }),
    importToken: t.field({
      type: 'Bytes',
      required: true,
      description: 'The token, as it was given.',
    }),
    keyMaterialExpireUnix: t.float({
      description: 'When the material expires, in whole Unix seconds. Default: 0, never.',
    }),
  }),
});

builder.mutationField('importKeyMaterial', (t) =>
  t.field({
    ...describes(importKeyMaterial),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: ImportKeyMaterialInput,
        required: true,
        description: 'The material and its token.',
      }),
    },
    resolve: async (_root, { input }, call) => (await perform(importKeyMaterial, call, input)).key,
  }),
);

const DeleteKeyMaterialInput = builder.inputType('DeleteKeyMaterialInput', {
  description: 'Whose material to take away.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of a key of origin EXTERNAL. No alias here.',
    }),
  }),
});

builder.mutationField('deleteKeyMaterial', (t) =>
  t.field({
    ...describes(deleteKeyMaterial),
    type: KeyMetadata,
    args: {
      input: t.arg({ type: DeleteKeyMaterialInput, required: true, description: 'Which key.' }),
    },
    resolve: async (_root, { input }, call) => (await perform(deleteKeyMaterial, call, input)).key,
  }),
);
