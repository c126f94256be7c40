import { nativeBytes } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { dataKeyInput, makeDataKey } from '../common/data-key.ts';
import { SEALS, sealWith } from '../common/envelope-with-key.ts';
import { exportInput, exportTo } from '../common/export-to.ts';
import { sealedOutput } from '../common/outputs.ts';

export const generateAndExportDataKey = keyOperation({
  name: 'GenerateAndExportDataKey',
  summary:
    'Makes a random data key, and gives it sealed under a key and wrapped under a public key of yours.',
  effect: 'use',
  key: SEALS,
  input: dataKeyInput(exportInput),
  output: sealedOutput.extend({ exportedDataKey: nativeBytes }),
  dryRun: true,
  async handler({ call, key }, input) {
    using dataKey = makeDataKey(input);
    const exportedDataKey = exportTo(input, dataKey, 'numberOfBytes');
    return { ...(await sealWith(call, key, dataKey, input.encryptionContext)), exportedDataKey };
  },
});
