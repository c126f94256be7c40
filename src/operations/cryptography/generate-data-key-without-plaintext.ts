import { keyOperation } from '#pipeline/operation.ts';
import { dataKeyInput, makeDataKey } from '../common/data-key.ts';
import { SEALS, sealWith } from '../common/envelope-with-key.ts';
import { sealedOutput } from '../common/outputs.ts';

export const generateDataKeyWithoutPlaintext = keyOperation({
  name: 'GenerateDataKeyWithoutPlaintext',
  summary: 'Generates a random data key, and returns it only encrypted under a key.',
  effect: 'use',
  key: SEALS,
  input: dataKeyInput({}),
  output: sealedOutput,
  dryRun: true,
  async handler({ useMaterial, key }, input) {
    using plaintext = makeDataKey(input);
    return await sealWith(useMaterial, key, plaintext, input.encryptionContext);
  },
});
