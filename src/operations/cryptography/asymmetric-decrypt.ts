import { z } from 'zod';
import { decryptWith } from '#domain/asymmetric/encrypt.ts';
import { InvalidParameterError } from '#domain/errors.ts';
import { ENCRYPTION_ALGORITHMS } from '#domain/key-spec.ts';
import { Plaintext } from '#domain/plaintext.ts';
import { bytes, dryRun, MAX_PLAINTEXT_BYTES, oneOf } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { checkEncryption, IS_ENCRYPTED_TO, whichPair } from '../common/asymmetric.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { keyAndVersion, plaintextOutput } from '../common/outputs.ts';

export const asymmetricDecrypt = keyOperation({
  name: 'AsymmetricDecrypt',
  summary: 'Decrypts a ciphertext with the private key of a key pair.',
  effect: 'use',
  key: IS_ENCRYPTED_TO,
  input: z.strictObject({
    ...whichPair,
    algorithm: oneOf(ENCRYPTION_ALGORITHMS),
    ciphertextBlob: bytes(1, MAX_PLAINTEXT_BYTES),
    dryRun,
  }),
  output: z.object({ ...keyAndVersion, plaintext: plaintextOutput }),
  audit: ['keyVersionId', 'algorithm'],
  unsupportedParameters: ['Recipient'],
  dryRun: true,
  async handler({ useMaterial, key }, { keyVersionId, algorithm, ciphertextBlob }) {
    const opened = await withKeyPair(useMaterial, key, keyVersionId, (spec, privateKey) => {
      checkEncryption(spec, algorithm);
      return decryptWith(spec, privateKey, algorithm, ciphertextBlob);
    });
    // One error for every failure, also for a wrong length: separate errors would be a padding oracle (Manger, 2001).
    if (!opened)
      throw new InvalidParameterError(
        'ciphertextBlob',
        'It cannot be decrypted with this key version and algorithm.',
      );
    return { keyId: key.id, keyVersionId, plaintext: new Plaintext('bytes', opened) };
  },
});
