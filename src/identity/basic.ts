import { timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Principal } from '#domain/principal.ts';
import { sha256 } from '#domain/sha256.ts';
import { SecurityTokenError, UnauthenticatedError } from './authentication-errors.ts';
import { type CredentialClaim, type Credentials, isCredential } from './credentials.ts';
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

/** An access key id and its secret, as a caller says them. */
export interface SecretClaim extends CredentialClaim {
  readonly secret: string;
}

/** The part of a request that names its credential by HTTP Basic. */
export interface BasicHeaders {
  readonly authorization: string;
  /** The security token of a session. */
  readonly securityToken: string | undefined;
}

/** What compares secrets. */
interface SecretCheckers {
  readonly credentials: Credentials;
  readonly guesses: GuessLimiter;
}

/**
 * Authenticates by an `Authorization: Basic` header; for a session together with its security token.
 * @throws as `authenticateSecret`
 */
export function authenticateBasic(
  checkers: SecretCheckers,
  { authorization, securityToken }: BasicHeaders,
  address: string,
  now: Date,
): Promise<Principal> {
  const { id, secret } = readBasic(authorization);
  return authenticateSecret(checkers, { accessKeyId: id, secret, securityToken }, address, now);
}

/**
 * Authenticates by an access key id and its secret. Secrets are compared by their hashes in constant time, with a dummy
 * secret for an unknown id.
 * @throws UnauthenticatedError, TooManyAttemptsError; SecurityTokenError for the right secret of a session that has ended
 */
export async function authenticateSecret(
  { credentials, guesses }: SecretCheckers,
  { secret, ...claim }: SecretClaim,
  address: string,
  now: Date,
): Promise<Principal> {
  const failureTime = pause(FAILURE_MILLISECONDS);
  const isKnown = await credentials.use(claim, now, isCredential);
  const attempt = {
    guessed: isKnown ? 'secret' : 'accessKeyId',
    address,
    accessKeyId: claim.accessKeyId,
  } as const;
  try {
    await guesses.check(attempt);
    const found = await credentials.use(claim, now, (credential) => {
      const known = isCredential(credential) ? credential : undefined;
      const isSame = timingSafeEqual(sha256(secret), sha256(known?.secret.bytes ?? DUMMY_SECRET));
      return isSame ? known : undefined;
    });
    if (found?.principal) {
      guesses.succeeded(attempt);
      return found.principal;
    }
    if (found?.refusal?.error instanceof SecurityTokenError) throw found.refusal.error;
    await guesses.failed(attempt);
    throw new UnauthenticatedError();
  } catch (error) {
    await failureTime;
    throw error;
  }
}
