import { generateDataKey } from '#operations/cryptography/generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from '#operations/cryptography/generate-data-key-without-plaintext.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { dataKeyLengthField } from './data-key-length.ts';
import { contextField, dryRunField, ENCRYPTING } from './fields.ts';
import { GenerateDataKeyPayload, SealedPayload } from './payloads.ts';

const GenerateDataKeyInput = builder.inputType('GenerateDataKeyInput', {
  description: 'Length of a new data key and the symmetric key to encrypt it with.',
  fields: (t) => ({
    keyId: keyField(t, generateDataKey),
    length: dataKeyLengthField(t),
    encryptionContext: contextField(t, ENCRYPTING),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('generateDataKey', (t) =>
  t.field({
    ...describes(generateDataKey),
    type: GenerateDataKeyPayload,
    args: { input: inputArg(t, GenerateDataKeyInput) },
    resolve: (_root, { input: { length, ...input } }, call) =>
      perform(generateDataKey, call, { ...length, ...input }),
  }),
);

const GenerateDataKeyWithoutPlaintextInput = builder.inputType(
  'GenerateDataKeyWithoutPlaintextInput',
  {
    description: 'Length of a new data key and the symmetric key to encrypt it with.',
    fields: (t) => ({
      keyId: keyField(t, generateDataKeyWithoutPlaintext),
      length: dataKeyLengthField(t),
      encryptionContext: contextField(t, ENCRYPTING),
      dryRun: dryRunField(t),
    }),
  },
);

builder.mutationField('generateDataKeyWithoutPlaintext', (t) =>
  t.field({
    ...describes(generateDataKeyWithoutPlaintext),
    type: SealedPayload,
    args: { input: inputArg(t, GenerateDataKeyWithoutPlaintextInput) },
    resolve: (_root, { input: { length, ...input } }, call) =>
      perform(generateDataKeyWithoutPlaintext, call, { ...length, ...input }),
  }),
);
