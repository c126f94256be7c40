import { timingSafeEqual } from 'node:crypto';
import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/principal.ts';
import { type Credential, type Credentials, isCredential } from '#identity/credentials.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import type { Claim, Signed } from './signed.ts';

/**
 * Longer texts are cut in the error message, so that a large request does not get a large answer.
 */
const MAX_ECHOED_CHARACTERS = 16_384;

/**
 * Tells the text that the server signed. SDKs compare it with theirs: a difference means another
 * text, not a wrong secret.
 */
class SignatureDoesNotMatchError extends KmsError {
  constructor(stringToSign: string) {
    const echoed =
      stringToSign.length > MAX_ECHOED_CHARACTERS
        ? `${stringToSign.slice(0, MAX_ECHOED_CHARACTERS)}…`
        : stringToSign;
    super(
      'SignatureDoesNotMatch',
      `Specified signature is not matched with our calculation. server string to sign is:${echoed}`,
    );
  }
}

/** What the checks of credentials and signatures need. */
export interface SignatureChecks {
  readonly credentials: Credentials;
  readonly guesses: GuessLimiter;
  /** IP address of the client. */
  readonly address: string;
  /** @throws ServiceUnavailableError while this server's clock is wrong */
  readonly clock: () => Date;
}

/** What a comparison of signatures has found. */
export interface Compared {
  /** Undefined: the signature is wrong. */
  readonly match: Pick<Credential, 'principal' | 'refusal'> | undefined;
}

/** The error of a credential that may be told to anybody. */
const publicRefusal = ({ refusal }: Credential): KmsError | undefined =>
  refusal?.isPublic ? refusal.error : undefined;

const attemptOf = ({ address }: SignatureChecks, { accessKeyId }: Claim) =>
  ({ guessed: 'secret', address, accessKeyId }) as const;

/**
 * Checks that the access key exists and is enabled, or that the security token is that of the session, before the
 * server computes anything for the request.
 * @param next what to do with the credential at once, if nothing has to be waited for in between: then the credential is
 * looked up once, not twice. Runs only for a usable credential of a caller who has no failed attempts.
 * @returns what `next` returns; undefined if it did not run
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, SecurityTokenError, TooManyAttemptsError, what `next` throws
 */
export async function checkCredential<T extends object>(
  checks: SignatureChecks,
  claim: Claim,
  next?: (credential: Credential) => T | undefined,
): Promise<T | undefined> {
  const { credentials, guesses, address, clock } = checks;
  const attempt = attemptOf(checks, claim);
  const { unknown, refusal, result } = await credentials.use(claim, clock(), (found) => {
    if (!isCredential(found)) return { unknown: found };
    const refusal = publicRefusal(found);
    return refusal || !next || !guesses.isClear(attempt) ? { refusal } : { result: next(found) };
  });
  if (result) return result;
  if (unknown) {
    await guesses.failed({ guessed: 'accessKeyId', address });
    throw unknown;
  }
  await guesses.check(attempt);
  if (refusal) throw refusal;
  return undefined;
}

/** Compares the signature with the right one. */
export function compareSignature(credential: Credential, { sign, signature }: Signed): Compared {
  const expected = sign(credential.secret.bytes);
  const isRight = expected.length === signature.length && timingSafeEqual(expected, signature);
  return { match: isRight ? credential : undefined };
}

/**
 * Looks the credential up again, and compares the signature. The attempts that failed since `checkCredential` count too:
 * otherwise many requests at once could each send a head first, and a guess later.
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, SecurityTokenError, TooManyAttemptsError
 */
export async function compareLater(checks: SignatureChecks, signed: Signed): Promise<Compared> {
  const { credentials, guesses, clock } = checks;
  await guesses.check(attemptOf(checks, signed));
  return await credentials.use(signed, clock(), (found) => {
    if (!isCredential(found)) throw found;
    const refusal = publicRefusal(found);
    if (refusal) throw refusal;
    return compareSignature(found, signed);
  });
}

/**
 * Counts the attempt, and tells whose signature it is.
 * @returns the owner of the access key, or the session
 * @throws SignatureDoesNotMatchError, SecurityTokenError, TooManyAttemptsError
 */
export async function ownerOf(
  checks: SignatureChecks,
  signed: Signed,
  { match }: Compared,
): Promise<Principal> {
  const { guesses } = checks;
  const attempt = attemptOf(checks, signed);
  if (!match) {
    await guesses.failed(attempt);
    throw new SignatureDoesNotMatchError(signed.stringToSign());
  }
  guesses.succeeded(attempt);
  if (!match.principal) throw match.refusal?.error;
  return match.principal;
}
