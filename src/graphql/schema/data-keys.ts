import type { InputFieldBuilder } from '@pothos/core';
import { exportDataKey } from '#operations/cryptography/export-data-key.ts';
import { generateAndExportDataKey } from '#operations/cryptography/generate-and-export-data-key.ts';
import { generateDataKey } from '#operations/cryptography/generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from '#operations/cryptography/generate-data-key-without-plaintext.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { DataKeySpec, WrappingAlgorithm, WrappingKeySpec } from '../enums.ts';
import {
  EncryptionContextPairInput,
  ExportDataKeyPayload,
  GenerateAndExportDataKeyPayload,
  GenerateDataKeyPayload,
  SealedPayload,
} from './cryptography-types.ts';

const KEY = 'The id of the key, an alias or an ARN.';
const CONTEXT = 'What it is bound to, to be repeated exactly when it is opened. Default: nothing.';
const DRY_RUN =
  'Only say whether it would work: always an error, `DryRunOperationError` when it would.';
const BLOB = 'The sealed value, as it was given.';

type Fields = InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

/** What data key to make, for each input that makes one. */
const dataKeyFields = (t: Fields) => ({
  keyId: t.field({ type: 'KeyReference', required: true, description: KEY }),
  keySpec: t.field({
    type: DataKeySpec,
    description: 'The length, by what it is for. Default: `AES_256`.',
  }),
  numberOfBytes: t.int({ description: 'The length in bytes, 1 to 1,024. Wins over keySpec.' }),
  encryptionContext: t.field({ type: [EncryptionContextPairInput], description: CONTEXT }),
  dryRun: t.boolean({ description: DRY_RUN }),
});

/** For whom to wrap it, for each input that exports. */
const wrapFields = (t: Fields) => ({
  publicKeyBlob: t.field({
    type: 'Bytes',
    required: true,
    description: 'Your RSA public key as DER (SubjectPublicKeyInfo).',
  }),
  wrappingKeySpec: t.field({
    type: WrappingKeySpec,
    required: true,
    description: 'The kind of your key.',
  }),
  wrappingAlgorithm: t.field({
    type: WrappingAlgorithm,
    required: true,
    description: 'How to wrap.',
  }),
});

const GenerateDataKeyInput = builder.inputType('GenerateDataKeyInput', {
  description: 'What data key to make, and under which key to seal it.',
  fields: dataKeyFields,
});

builder.mutationField('generateDataKey', (t) =>
  t.field({
    ...describes(generateDataKey),
    type: GenerateDataKeyPayload,
    args: {
      input: t.arg({
        type: GenerateDataKeyInput,
        required: true,
        description: 'What data key to make, and under which key to seal it.',
      }),
    },
    resolve: (_root, { input }, call) => perform(generateDataKey, call, input),
  }),
);

const GenerateDataKeyWithoutPlaintextInput = builder.inputType(
  'GenerateDataKeyWithoutPlaintextInput',
  {
    description: 'What data key to make, and under which key to seal it.',
    fields: dataKeyFields,
  },
);

builder.mutationField('generateDataKeyWithoutPlaintext', (t) =>
  t.field({
    ...describes(generateDataKeyWithoutPlaintext),
    type: SealedPayload,
    args: {
      input: t.arg({
        type: GenerateDataKeyWithoutPlaintextInput,
        required: true,
        description: 'What data key to make, and under which key to seal it.',
      }),
    },
    resolve: (_root, { input }, call) => perform(generateDataKeyWithoutPlaintext, call, input),
  }),
);

const ExportDataKeyInput = builder.inputType('ExportDataKeyInput', {
  description: 'Which data key to open, and for whom to wrap it.',
  fields: (t) => ({
    ciphertextBlob: t.field({ type: 'Bytes', required: true, description: BLOB }),
    ...wrapFields(t),
    encryptionContext: t.field({ type: [EncryptionContextPairInput], description: CONTEXT }),
    dryRun: t.boolean({ description: DRY_RUN }),
  }),
});

builder.mutationField('exportDataKey', (t) =>
  t.field({
    ...describes(exportDataKey),
    type: ExportDataKeyPayload,
    args: {
      input: t.arg({
        type: ExportDataKeyInput,
        required: true,
        description: 'Which data key to open, and for whom to wrap it.',
      }),
    },
    resolve: (_root, { input }, call) => perform(exportDataKey, call, input),
  }),
);

const GenerateAndExportDataKeyInput = builder.inputType('GenerateAndExportDataKeyInput', {
  description: 'What data key to make, under which key to seal it, and for whom to wrap it.',
  fields: (t) => ({
    ...dataKeyFields(t),
    ...wrapFields(t),
  }),
});

builder.mutationField('generateAndExportDataKey', (t) =>
  t.field({
    ...describes(generateAndExportDataKey),
    type: GenerateAndExportDataKeyPayload,
    args: {
      input: t.arg({
        type: GenerateAndExportDataKeyInput,
        required: true,
        description: 'What data key to make, under which key to seal it, and for whom to wrap it.',
      }),
    },
    resolve: (_root, { input }, call) => perform(generateAndExportDataKey, call, input),
  }),
);
