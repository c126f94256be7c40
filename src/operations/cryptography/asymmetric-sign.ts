import { z } from 'zod';
import { signDigest } from '#domain/asymmetric/sign-digest.ts';
import { SIGNATURE_ALGORITHMS } from '#domain/key-spec.ts';
import { dryRun, nativeBytes, oneOf, sha256Digest } from '../fields.ts';
import { withKeyPair } from '../key-pair.ts';
import { keyOperation } from '../operation.ts';
import { keyAndVersion } from '../outputs.ts';
import { checkSignature, SIGNS, whichPair } from './asymmetric.ts';

export const asymmetricSign = keyOperation({
  name: 'AsymmetricSign',
  summary: 'Signs a digest of 32 bytes with a version of a key pair. You hash the message.',
  effect: 'use',
  key: SIGNS,
  input: z.strictObject({ ...whichPair, algorithm: oneOf(SIGNATURE_ALGORITHMS), digest: sha256Digest, dryRun }),
  output: z.object({ ...keyAndVersion, value: nativeBytes }),
  audit: ['keyVersionId', 'algorithm'],
  async handler({ call, key }, { keyVersionId, algorithm, digest }) {
    const value = await withKeyPair(call, key, keyVersionId, (spec, privateKey) => {
      checkSignature(spec, algorithm);
      return signDigest(spec, privateKey, algorithm, digest);
    });
    return { keyId: key.id, keyVersionId, value };
  },
});
