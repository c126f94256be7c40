import { z } from 'zod';
import { dryRun, encryptionContext, keyReference, plaintext } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { SEALS, sealWith } from '../common/envelope-with-key.ts';
import { sealedOutput } from '../common/outputs.ts';

export const encrypt = keyOperation({
  name: 'Encrypt',
  summary: 'Encrypts up to 6 KB under a key. For more, take a data key.',
  effect: 'use',
  key: SEALS,
  input: z.strictObject({
    keyId: keyReference,
    plaintext,
    encryptionContext: encryptionContext.default([]),
    dryRun,
  }),
  output: sealedOutput,
  dryRun: true,
  handler: ({ call, key }, { plaintext, encryptionContext }) =>
    sealWith(call, key, plaintext, encryptionContext),
});
