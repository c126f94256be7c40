import { z } from 'zod';
import { dryRun, encryptionContext, keyReference, plaintext } from '../fields.ts';
import { keyOperation } from '../operation.ts';
import { sealedOutput } from '../outputs.ts';
import { SEALS, sealWith } from './envelope-with-key.ts';

export const encrypt = keyOperation({
  name: 'Encrypt',
  summary: 'Encrypts up to 6 KB under a key. For more, take a data key.',
  effect: 'use',
  key: SEALS,
  input: z.strictObject({ keyId: keyReference, plaintext, encryptionContext: encryptionContext.default([]), dryRun }),
  output: sealedOutput,
  handler: ({ call, key }, { plaintext, encryptionContext }) => sealWith(call, key, plaintext, encryptionContext),
});
