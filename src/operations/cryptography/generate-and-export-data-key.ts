import { nativeBytes } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { dataKeyInput, makeDataKey } from '../common/data-key.ts';
import { SEALS, sealWith } from '../common/envelope-with-key.ts';
import { exportInput, exportTo } from '../common/export-to.ts';
import { sealedOutput } from '../common/outputs.ts';

export const generateAndExportDataKey = keyOperation({
  name: 'GenerateAndExportDataKey',
  summary:
    'Generates a random data key, and returns it encrypted under a key and with an RSA public key.',
  effect: 'use',
  key: SEALS,
  input: dataKeyInput(exportInput),
  output: sealedOutput.extend({ exportedDataKey: nativeBytes }),
  exportsTo: 'publicKeyBlob',
  dryRun: true,
  async handler({ useMaterial, key }, input) {
    using dataKey = makeDataKey(input);
    const exportedDataKey = exportTo(input, dataKey, 'numberOfBytes');
    return {
      ...(await sealWith(useMaterial, key, dataKey, input.encryptionContext)),
      exportedDataKey,
    };
  },
});
