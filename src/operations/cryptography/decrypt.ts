import { z } from 'zod';
import { failedToOpen } from '#pipeline/failed-to-open.ts';
import { ciphertextBlob, dryRun, encryptionContext } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { OPENS, openWith } from '../common/envelope-with-key.ts';
import { keyAndVersion, plaintextOutput } from '../common/outputs.ts';

export const decrypt = keyOperation({
  name: 'Decrypt',
  summary: 'Decrypts a ciphertext blob, with the encryption context that it was encrypted with.',
  effect: 'use',
  key: OPENS,
  input: z.strictObject({
    ciphertextBlob,
    encryptionContext: encryptionContext.default([]),
    dryRun,
  }),
  output: z.object({ ...keyAndVersion, plaintext: plaintextOutput }),
  unsupportedParameters: ['Recipient'],
  dryRun: true,
  async handler({ useMaterial, key }, { ciphertextBlob, encryptionContext }) {
    if (!ciphertextBlob) throw failedToOpen();
    const plaintext = await openWith(useMaterial, key, ciphertextBlob, encryptionContext);
    return { keyId: key.id, keyVersionId: ciphertextBlob.keyVersionId, plaintext };
  },
});
