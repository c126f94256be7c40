import { z } from 'zod';
import { publicKeyPem } from '#domain/asymmetric/key-pair.ts';
import { dryRun, keyReference, keyVersionId } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { keyAndVersion } from '../common/outputs.ts';

/** In every state: what was signed must stay verifiable, and a public key is no secret. No page says so, or otherwise. */
export const getPublicKey = keyOperation({
  name: 'GetPublicKey',
  summary:
    'Returns the public key of a version of a key pair in PEM: SubjectPublicKeyInfo (RFC 7468 §13).',
  effect: 'read',
  key: { accepts: ['id', 'alias'], kind: 'asymmetric' },
  input: z.strictObject({ keyId: keyReference, keyVersionId, dryRun }),
  output: z.object({ ...keyAndVersion, publicKey: z.string() }),
  async handler({ call, key }, { keyVersionId }) {
    const publicKey = await withKeyPair(call, key, keyVersionId, publicKeyPem);
    return { keyId: key.id, keyVersionId, publicKey, key };
  },
});
