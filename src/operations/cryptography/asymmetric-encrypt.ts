import { z } from 'zod';
import { encryptTo } from '#domain/asymmetric/encrypt.ts';
import { InvalidParameterError } from '#domain/errors.ts';
import { ENCRYPTION_ALGORITHMS } from '#domain/key-spec.ts';
import { bytes, dryRun, LARGEST_PLAINTEXT_BYTES, oneOf } from '../fields.ts';
import { withKeyPair } from '../key-pair.ts';
import { keyOperation } from '../operation.ts';
import { sealedOutput } from '../outputs.ts';
import { checkEncryption, IS_ENCRYPTED_TO, whichPair } from './asymmetric.ts';

export const asymmetricEncrypt = keyOperation({
  name: 'AsymmetricEncrypt',
  summary: 'Encrypts a few bytes to the public key of a key pair. Whoever has the public key can do this without us.',
  effect: 'use',
  key: IS_ENCRYPTED_TO,
  input: z.strictObject({ ...whichPair, algorithm: oneOf(ENCRYPTION_ALGORITHMS), plaintext: bytes(0, LARGEST_PLAINTEXT_BYTES), dryRun }),
  output: sealedOutput,
  audit: ['keyVersionId', 'algorithm'],
  async handler({ call, key }, { keyVersionId, algorithm, plaintext }) {
    const ciphertextBlob = await withKeyPair(call, key, keyVersionId, (spec, privateKey) => {
      const most = checkEncryption(spec, algorithm);
      if (plaintext.length > most)
        throw new InvalidParameterError('plaintext', `${algorithm} with a key of spec ${spec} encrypts at most ${most} bytes.`);
      return encryptTo(spec, privateKey, algorithm, plaintext);
    });
    return { keyId: key.id, keyVersionId, ciphertextBlob };
  },
});
