import { z } from 'zod';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { WRAPPING_ALGORITHMS, WRAPPING_KEY_SPECS } from '#domain/wrapping.ts';
import { requesterOf } from '#pipeline/call.ts';
import { keyReference, nativeBytes, oneOf } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { sealToken } from '../common/import-token.ts';

export const getParametersForImport = keyOperation({
  name: 'GetParametersForImport',
  summary:
    'Returns a public key to wrap key material with, and an import token. Both are valid for 24 hours.',
  effect: 'write', // writes nothing but its audit row: who asked belongs there
  key: { accepts: ['id'], origin: 'EXTERNAL' },
  input: z.strictObject({
    keyId: keyReference,
    wrappingAlgorithm: oneOf(WRAPPING_ALGORITHMS),
    wrappingKeySpec: oneOf(WRAPPING_KEY_SPECS),
  }),
  output: z.object({
    keyId: z.string(),
    importToken: nativeBytes,
    publicKey: nativeBytes,
    tokenExpireTime: z.date(),
  }),
  audit: ['wrappingAlgorithm'],
  async handler({ call, key, now }, { wrappingAlgorithm }) {
    const { publicKey, privateKey } = await call.services.wrappingKeys.take(requesterOf(call));
    using wrappingKey = new SecretBytes(privateKey, 'wrapping key');
    const { token, expiresAt } = sealToken(call, key, wrappingAlgorithm, wrappingKey.bytes, now);
    return { keyId: key.id, importToken: token, publicKey, tokenExpireTime: expiresAt };
  },
});
