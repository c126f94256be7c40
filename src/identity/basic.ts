import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '#domain/policy.ts';
import type { AccessKeys } from './access-keys.ts';
import { UnauthenticatedError } from './authentication-errors.ts';

const NOBODY = Buffer.from('the secret of an access key that does not exist');
const LONGEST = 1_024;

/**
 * The principal of an `Authorization: Basic` header (RFC 7617, UTF-8): access key id and secret.
 * Secrets are compared by their hashes in constant time, and an unknown id costs a comparison too.
 * @throws UnauthenticatedError
 */
export async function authenticateBasic(accessKeys: AccessKeys, header: string): Promise<Principal> {
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header.slice(0, LONGEST)) ?? [];
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return accessKeys.use(id, (accessKey) => {
    const same = timingSafeEqual(sha256(rest.join(':')), sha256(accessKey?.secret.bytes ?? NOBODY));
    if (!accessKey || !same || !accessKey.enabled) throw new UnauthenticatedError();
    return accessKey.principal;
  });
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
