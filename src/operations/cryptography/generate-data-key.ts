import { keyOperation } from '#pipeline/operation.ts';
import { dataKeyInput, makeDataKey } from '../common/data-key.ts';
import { SEALS, sealWith } from '../common/envelope-with-key.ts';
import { plaintextOutput, sealedOutput } from '../common/outputs.ts';

export const generateDataKey = keyOperation({
  name: 'GenerateDataKey',
  summary: 'Generates a random data key, and returns it in plaintext and encrypted under a key.',
  effect: 'use',
  key: SEALS,
  input: dataKeyInput({}),
  output: sealedOutput.extend({ plaintext: plaintextOutput }),
  unsupportedParameters: ['Recipient'],
  dryRun: true,
  async handler({ useMaterial, key }, input) {
    const plaintext = makeDataKey(input);
    return { ...(await sealWith(useMaterial, key, plaintext, input.encryptionContext)), plaintext };
  },
});
