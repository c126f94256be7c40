import { z } from 'zod';
import { decryptWith } from '#domain/asymmetric/encrypt.ts';
import { InvalidParameterError } from '#domain/errors.ts';
import { ENCRYPTION_ALGORITHMS } from '#domain/key-spec.ts';
import { Plaintext } from '#domain/plaintext.ts';
import { bytes, dryRun, LARGEST_PLAINTEXT_BYTES, oneOf } from '#pipeline/fields.ts';
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
    ciphertextBlob: bytes(1, LARGEST_PLAINTEXT_BYTES),
    dryRun,
  }),
  output: z.object({ ...keyAndVersion, plaintext: plaintextOutput }),
  audit: ['keyVersionId', 'algorithm'],
  notYet: ['Recipient'],
  async handler({ call, key }, { keyVersionId, algorithm, ciphertextBlob }) {
    const opened = await withKeyPair(call, key, keyVersionId, (spec, privateKey) => {
      checkEncryption(spec, algorithm);
      return decryptWith(spec, privateKey, algorithm, ciphertextBlob);
    });
    // One answer for every failure, a wrong length too: one that told causes apart would be an oracle (Manger, 2001).
    if (!opened)
      throw new InvalidParameterError(
        'ciphertextBlob',
        'It does not decrypt with this version and algorithm.',
      );
    return { keyId: key.id, keyVersionId, plaintext: new Plaintext('bytes', opened) };
  },
});
