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

/** The error of a credential that may be told to anybody. */
const publicRefusal = ({ refusal }: Credential): KmsError | undefined =>
  refusal?.isPublic ? refusal.error : undefined;

/**
 * Checks that the access key exists and is enabled, or that the security token is that of the session, before the
 * server computes anything for the request.
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, SecurityTokenError, TooManyAttemptsError
 */
export async function checkCredential(
  { credentials, guesses, address, clock }: SignatureChecks,
  claim: Claim,
): Promise<void> {
  const { unknown, refusal } = await credentials.use(claim, clock(), (found) =>
    isCredential(found) ? { refusal: publicRefusal(found) } : { unknown: found },
  );
  if (unknown) {
    await guesses.failed({ guessed: 'accessKeyId', address });
    throw unknown;
  }
  await guesses.check({ guessed: 'secret', address, accessKeyId: claim.accessKeyId });
  if (refusal) throw refusal;
}

/**
 * Verifies the signature. The attempts that failed since `checkCredential` count too: otherwise many
 * requests at once could each send a head first, and a guess later.
 * @returns the owner of the access key, or the session
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, SignatureDoesNotMatchError, SecurityTokenError,
 * TooManyAttemptsError
 */
export async function verifySignature(
  { credentials, guesses, address, clock }: SignatureChecks,
  signed: Signed,
): Promise<Principal> {
  const { accessKeyId, signature } = signed;
  const attempt = { guessed: 'secret', address, accessKeyId } as const;
  await guesses.check(attempt);
  const credential = await credentials.use(signed, clock(), (found) => {
    if (!isCredential(found)) throw found;
    const refusal = publicRefusal(found);
    if (refusal) throw refusal;
    const expected = signed.sign(found.secret.bytes);
    return expected.length === signature.length && timingSafeEqual(expected, signature)
      ? found
      : undefined;
  });
  if (!credential) {
    await guesses.failed(attempt);
    throw new SignatureDoesNotMatchError(signed.stringToSign());
  }
  guesses.succeeded(attempt);
  if (!credential.principal) throw credential.refusal?.error;
  return credential.principal;
}
