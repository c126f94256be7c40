import { z } from 'zod';
import { signDigest } from '#domain/asymmetric/sign-digest.ts';
import { SIGNATURE_ALGORITHMS } from '#domain/key-spec.ts';
import { dryRun, nativeBytes, oneOf, sha256Digest } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { checkSignature, SIGNS, whichPair } from '../common/asymmetric.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { keyAndVersion } from '../common/outputs.ts';

export const asymmetricSign = keyOperation({
  name: 'AsymmetricSign',
  summary:
    'Signs a SHA-256 digest with the private key of a key pair. The caller hashes the message.',
  effect: 'use',
  key: SIGNS,
  input: z.strictObject({
    ...whichPair,
    algorithm: oneOf(SIGNATURE_ALGORITHMS),
    digest: sha256Digest,
    dryRun,
  }),
  output: z.object({ ...keyAndVersion, value: nativeBytes }),
  audit: ['keyVersionId', 'algorithm'],
  dryRun: true,
  async handler({ useMaterial, key }, { keyVersionId, algorithm, digest }) {
    const value = await withKeyPair(useMaterial, key, keyVersionId, (spec, privateKey) => {
      checkSignature(spec, algorithm);
      return signDigest(spec, privateKey, algorithm, digest);
    });
    return { keyId: key.id, keyVersionId, value };
  },
});
