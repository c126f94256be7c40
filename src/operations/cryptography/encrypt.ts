import { z } from 'zod';
import { dryRun, encryptionContext, keyReference, plaintext } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { SEALS, sealWith } from '../common/envelope-with-key.ts';
import { sealedOutput } from '../common/outputs.ts';

export const encrypt = keyOperation({
  name: 'Encrypt',
  summary: 'Encrypts at most 6,144 bytes with the primary version of a symmetric key.',
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
  handler: ({ useMaterial, key }, { plaintext, encryptionContext }) =>
    sealWith(useMaterial, key, plaintext, encryptionContext),
});
