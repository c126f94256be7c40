import { exportDataKey } from '#operations/cryptography/export-data-key.ts';
import { generateAndExportDataKey } from '#operations/cryptography/generate-and-export-data-key.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { WrappingAlgorithm, WrappingKeySpec } from '../../enums.ts';
import { inputArg } from '../../input-arg.ts';
import { type InputFields, keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { dataKeyLengthField } from './data-key-length.ts';
import { blobField, contextField, DECRYPTING, dryRunField, ENCRYPTING } from './fields.ts';
import { ExportDataKeyPayload, GenerateAndExportDataKeyPayload } from './payloads.ts';

/** The recipient of an exported data key. */
const recipientFields = (t: InputFields) => ({
  publicKeyBlob: t.field({
    type: 'Bytes',
    required: true,
    description: 'RSA public key of the recipient in DER: SubjectPublicKeyInfo (RFC 5280 §4.1).',
  }),
  wrappingKeySpec: t.field({
    type: WrappingKeySpec,
    required: true,
    description: 'Spec of the public key.',
  }),
  wrappingAlgorithm: t.field({
    type: WrappingAlgorithm,
    required: true,
    description:
      'Algorithm that encrypts the data key. RSA_2048 takes at most 190 bytes with SHA-256 and 214 with SHA-1 (RFC 8017 §7.1.1).',
  }),
});

const ExportDataKeyInput = builder.inputType('ExportDataKeyInput', {
  description: 'Encrypted data key and the recipient to encrypt it for.',
  fields: (t) => ({
    ciphertextBlob: blobField(t),
    ...recipientFields(t),
    encryptionContext: contextField(t, DECRYPTING),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('exportDataKey', (t) =>
  t.field({
    ...describes(exportDataKey),
    type: ExportDataKeyPayload,
    args: { input: inputArg(t, ExportDataKeyInput) },
    resolve: (_root, { input }, call) => perform(exportDataKey, call, input),
  }),
);

const GenerateAndExportDataKeyInput = builder.inputType('GenerateAndExportDataKeyInput', {
  description:
    'Length of a new data key, the symmetric key to encrypt it with, and the recipient to encrypt it for.',
  fields: (t) => ({
    keyId: keyField(t, generateAndExportDataKey),
    length: dataKeyLengthField(t),
    ...recipientFields(t),
    encryptionContext: contextField(t, ENCRYPTING),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('generateAndExportDataKey', (t) =>
  t.field({
    ...describes(generateAndExportDataKey),
    type: GenerateAndExportDataKeyPayload,
    args: { input: inputArg(t, GenerateAndExportDataKeyInput) },
    resolve: (_root, { input: { length, ...input } }, call) =>
      perform(generateAndExportDataKey, call, { ...length, ...input }),
  }),
);
