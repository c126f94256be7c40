import { timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Principal } from '#domain/principal.ts';
import { sha256 } from '#domain/sha256.ts';
import { type AccessKeys, isUsable } from './access-keys.ts';
import { UnauthenticatedError } from './authentication-errors.ts';
import type { GuessLimiter } from './guess-limiter.ts';

const DUMMY_SECRET = Buffer.from('the secret of an access key that does not exist');
const MAX_HEADER_CHARACTERS = 1_024;
/**
 * Every failure is answered after this time, which is longer than any check takes. Otherwise the
 * time would show which ids exist: an unknown id is searched in the database, a known one is in
 * memory.
 */
const FAILURE_MILLISECONDS = 25;

/**
 * Access key id and secret of an `Authorization: Basic` header (RFC 7617, UTF-8); both empty for
 * any other header.
 */
export function readBasic(header: string): { readonly id: string; readonly secret: string } {
  const [, encoded = ''] =
    /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header.slice(0, MAX_HEADER_CHARACTERS)) ?? [];
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

/**
 * Authenticates by an `Authorization: Basic` header. Secrets are compared by their hashes in
 * constant time, with a dummy secret for an unknown id.
 * @throws UnauthenticatedError, TooManyAttemptsError
 */
export async function authenticateBasic(
  { accessKeys, guesses }: { readonly accessKeys: AccessKeys; readonly guesses: GuessLimiter },
  header: string,
  address: string,
  now: Date,
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
      const isSame = timingSafeEqual(
        sha256(secret),
        sha256(accessKey?.secret.bytes ?? DUMMY_SECRET),
      );
      return accessKey && isUsable(accessKey, now) && isSame ? accessKey.principal : undefined;
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
