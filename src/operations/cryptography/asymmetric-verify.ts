import { z } from 'zod';
import { verifyDigest } from '#domain/asymmetric/sign-digest.ts';
import { SIGNATURE_ALGORITHMS } from '#domain/key-spec.ts';
import { bytes, dryRun, oneOf, sha256Digest } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { checkSignature, SIGNS, whichPair } from '../common/asymmetric.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { keyAndVersion } from '../common/outputs.ts';

export const asymmetricVerify = keyOperation({
  name: 'AsymmetricVerify',
  summary: 'Verifies a signature of a SHA-256 digest with the public key of a key pair.',
  effect: 'use',
  key: SIGNS,
  // Any bytes are accepted: those that are not a signature give false. Signatures are at most as long as the modulus.
  input: z.strictObject({
    ...whichPair,
    algorithm: oneOf(SIGNATURE_ALGORITHMS),
    digest: sha256Digest,
    value: bytes(0, 1_024),
    dryRun,
  }),
  output: z.object({ ...keyAndVersion, value: z.boolean() }),
  audit: ['keyVersionId', 'algorithm'],
  dryRun: true,
  async handler({ useMaterial, key }, { keyVersionId, algorithm, digest, value }) {
    const isValid = await withKeyPair(useMaterial, key, keyVersionId, (spec, privateKey) => {
      checkSignature(spec, algorithm);
      return verifyDigest(spec, privateKey, algorithm, digest, value);
    });
    return { keyId: key.id, keyVersionId, value: isValid };
  },
});
