import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Principal } from '#domain/policy.ts';
import type { AccessKeys } from './access-keys.ts';
import { UnauthenticatedError } from './authentication-errors.ts';
import type { GuessLimiter } from './guess-limiter.ts';

const NOBODY = Buffer.from('the secret of an access key that does not exist');
const LONGEST = 1_024;
/**
 * A failure is answered so long after it came, whatever it was: an id that is not known costs a look into the database,
 * and one that is known is in memory. Longer than either takes.
 */
const FAILURE_MILLISECONDS = 25;

/** Access key id and secret of an `Authorization: Basic` header (RFC 7617, UTF-8); empty where it is none. */
export function readBasic(header: string): { readonly id: string; readonly secret: string } {
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header.slice(0, LONGEST)) ?? [];
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

/**
 * The principal of an `Authorization: Basic` header.
 * Secrets are compared by their hashes in constant time, and an unknown id costs a comparison too.
 * @throws UnauthenticatedError, TooManyAttemptsError
 */
export async function authenticateBasic(
  accessKeys: AccessKeys,
  guesses: GuessLimiter,
  header: string,
  address: string,
): Promise<Principal> {
  const { id, secret } = readBasic(header);
  const failureTime = pause(FAILURE_MILLISECONDS);
  const isKnown = await accessKeys.use(id, Boolean);
  const attempt = {
    guessed: isKnown ? 'secret' : 'accessKeyId',
    address,
    accessKeyId: id,
  } as const;
  try {
    await guesses.check(attempt);
    const principal = await accessKeys.use(id, (accessKey) => {
      const isSame = timingSafeEqual(sha256(secret), sha256(accessKey?.secret.bytes ?? NOBODY));
      return accessKey?.enabled && isSame ? accessKey.principal : undefined;
    });
    if (principal) {
      guesses.succeeded(attempt);
      return principal;
    }
    await guesses.failed(attempt);
    throw new UnauthenticatedError();
  } catch (error) {
    await failureTime;
    throw error;
  }
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
