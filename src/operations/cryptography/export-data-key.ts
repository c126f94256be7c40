import { z } from 'zod';
import { failedToOpen } from '#pipeline/failed-to-open.ts';
import { ciphertextBlob, dryRun, encryptionContext, nativeBytes } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { OPENS, openWith } from '../common/envelope-with-key.ts';
import { exportInput, exportTo } from '../common/export-to.ts';
import { keyAndVersion } from '../common/outputs.ts';

export const exportDataKey = keyOperation({
  name: 'ExportDataKey',
  summary:
    'Decrypts a data key and encrypts it with an RSA public key, without returning it in plaintext.',
  effect: 'use',
  key: OPENS,
  input: z.strictObject({
    ciphertextBlob,
    ...exportInput,
    encryptionContext: encryptionContext.default([]),
    dryRun,
  }),
  output: z.object({ ...keyAndVersion, exportedDataKey: nativeBytes }),
  exportsTo: 'publicKeyBlob',
  dryRun: true,
  async handler({ useMaterial, key }, { ciphertextBlob, encryptionContext, ...target }) {
    // A text is not a data key. The error is the same as for a blob that cannot be decrypted.
    if (ciphertextBlob?.kind !== 'bytes') throw failedToOpen();
    using dataKey = await openWith(useMaterial, key, ciphertextBlob, encryptionContext);
    const exportedDataKey = exportTo(target, dataKey, 'ciphertextBlob');
    return { keyId: key.id, keyVersionId: ciphertextBlob.keyVersionId, exportedDataKey };
  },
});
