import { z } from 'zod';
import { failedToOpen } from '../failed-to-open.ts';
import { ciphertextBlob, dryRun, encryptionContext, keyReference } from '../fields.ts';
import { keyOperation } from '../operation.ts';
import { sealedOutput } from '../outputs.ts';
import { OPENS, openWith, SEALS, sealWith } from './envelope-with-key.ts';

export const reEncrypt = keyOperation({
  name: 'ReEncrypt',
  summary: 'Opens a ciphertext blob and seals what it holds under another key, or another context, without showing it.',
  effect: 'use',
  key: OPENS,
  input: z.strictObject({
    ciphertextBlob,
    destinationKeyId: keyReference,
    sourceEncryptionContext: encryptionContext.default([]),
    destinationEncryptionContext: encryptionContext.default([]),
    dryRun,
  }),
  output: sealedOutput,
  // For ciphertexts of public keys, which are not offered yet.
  notYet: ['SourceKeyId', 'SourceKeyVersionId', 'SourceEncryptionAlgorithm'],
  async handler({ call, key, admit }, { ciphertextBlob, sourceEncryptionContext, destinationEncryptionContext }) {
    const destination = await admit({ ...SEALS, accepts: ['id', 'alias'], from: ['destinationKeyId'] });
    if (!ciphertextBlob) throw failedToOpen();
    using plaintext = await openWith(call, key, ciphertextBlob, sourceEncryptionContext);
    const sealed = await sealWith(call, destination, plaintext, destinationEncryptionContext);
    // The pages describe both ids as those of the key that decrypted.
    return { keyId: key.id, keyVersionId: ciphertextBlob.keyVersionId, ciphertextBlob: sealed.ciphertextBlob };
  },
});
