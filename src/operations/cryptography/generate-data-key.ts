import { keyOperation } from '../operation.ts';
import { plaintextOutput, sealedOutput } from '../outputs.ts';
import { dataKeyInput, makeDataKey } from './data-key.ts';
import { SEALS, sealWith } from './envelope-with-key.ts';

export const generateDataKey = keyOperation({
  name: 'GenerateDataKey',
  summary: 'Makes a random data key, and gives it in clear and sealed under a key. Keep the sealed one; forget the clear one after use.',
  effect: 'use',
  key: SEALS,
  input: dataKeyInput({}),
  output: sealedOutput.extend({ plaintext: plaintextOutput }),
  notYet: ['Recipient'],
  async handler({ call, key }, input) {
    const plaintext = makeDataKey(input);
    return { ...(await sealWith(call, key, plaintext, input.encryptionContext)), plaintext };
  },
});
