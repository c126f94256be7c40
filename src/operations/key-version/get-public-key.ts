import { z } from 'zod';
import { publicKeyPem } from '#domain/asymmetric/key-pair.ts';
import { dryRun, keyReference, keyVersionId } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { keyAndVersion } from '../common/outputs.ts';

/** Permitted in every key state: signatures must stay verifiable, and public keys are not secret. The vendor's pages name no states. */
export const getPublicKey = keyOperation({
  name: 'GetPublicKey',
  summary:
    'Returns the public key of a version of a key pair in PEM: SubjectPublicKeyInfo (RFC 7468 §13).',
  effect: 'read',
  key: { accepts: ['id', 'alias'], kind: 'asymmetric' },
  input: z.strictObject({ keyId: keyReference, keyVersionId, dryRun }),
  output: z.object({ ...keyAndVersion, publicKey: z.string() }),
  dryRun: true,
  async handler({ useMaterial, key }, { keyVersionId }) {
    const publicKey = await withKeyPair(useMaterial, key, keyVersionId, publicKeyPem);
    return { keyId: key.id, keyVersionId, publicKey, key };
  },
});
