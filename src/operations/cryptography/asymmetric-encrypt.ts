import { z } from 'zod';
import { encryptTo } from '#domain/asymmetric/encrypt.ts';
import { InvalidParameterError } from '#domain/errors.ts';
import { ENCRYPTION_ALGORITHMS } from '#domain/key-spec.ts';
import { bytes, dryRun, MAX_PLAINTEXT_BYTES, oneOf } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { checkEncryption, IS_ENCRYPTED_TO, whichPair } from '../common/asymmetric.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { sealedOutput } from '../common/outputs.ts';

export const asymmetricEncrypt = keyOperation({
  name: 'AsymmetricEncrypt',
  summary: 'Encrypts a plaintext with the public key of a key pair.',
  effect: 'use',
  key: IS_ENCRYPTED_TO,
  input: z.strictObject({
    ...whichPair,
    algorithm: oneOf(ENCRYPTION_ALGORITHMS),
    plaintext: bytes(0, MAX_PLAINTEXT_BYTES),
    dryRun,
  }),
  output: sealedOutput,
  audit: ['keyVersionId', 'algorithm'],
  dryRun: true,
  async handler({ useMaterial, key }, { keyVersionId, algorithm, plaintext }) {
    const ciphertextBlob = await withKeyPair(useMaterial, key, keyVersionId, (spec, privateKey) => {
      const most = checkEncryption(spec, algorithm);
      if (plaintext.length > most)
        throw new InvalidParameterError(
          'plaintext',
          `${algorithm} with a key of spec ${spec} encrypts at most ${most} bytes.`,
        );
      return encryptTo(spec, privateKey, algorithm, plaintext);
    });
    return { keyId: key.id, keyVersionId, ciphertextBlob };
  },
});
