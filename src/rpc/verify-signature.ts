import { timingSafeEqual } from 'node:crypto';
import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/principal.ts';
import { type AccessKey, type AccessKeys, isUsable } from '#identity/access-keys.ts';
import { AccessKeyDisabledError, AccessKeyNotFoundError } from '#identity/authentication-errors.ts';
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

/** What the checks of access keys and signatures need. */
export interface SignatureChecks {
  readonly accessKeys: AccessKeys;
  readonly guesses: GuessLimiter;
  /** IP address of the client. */
  readonly address: string;
  /** @throws ServiceUnavailableError while this server's clock is wrong */
  readonly clock: () => Date;
}

/**
 * Checks that the access key exists and is enabled, before the server computes anything for the
 * request.
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, TooManyAttemptsError
 */
export async function checkAccessKey(
  { accessKeys, guesses, address, clock }: SignatureChecks,
  { accessKeyId }: Claim,
): Promise<void> {
  const now = clock();
  const found = await accessKeys.use(accessKeyId, (accessKey) =>
    accessKey ? { isUsable: isUsable(accessKey, now) } : undefined,
  );
  if (!found) {
    await guesses.failed({ guessed: 'accessKeyId', address });
    throw new AccessKeyNotFoundError();
  }
  await guesses.check({ guessed: 'secret', address, accessKeyId });
  if (!found.isUsable) throw new AccessKeyDisabledError();
}

function requireUsable(accessKey: AccessKey | undefined, now: Date): AccessKey {
  if (!accessKey) throw new AccessKeyNotFoundError();
  if (!isUsable(accessKey, now)) throw new AccessKeyDisabledError();
  return accessKey;
}

/**
 * Verifies the signature. The attempts that failed since `checkAccessKey` count too: otherwise many
 * requests at once could each send a head first, and a guess later.
 * @returns the owner of the access key
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, SignatureDoesNotMatchError,
 * TooManyAttemptsError
 */
export async function verifySignature(
  { accessKeys, guesses, address, clock }: SignatureChecks,
  signed: Signed,
): Promise<Principal> {
  const now = clock();
  const { accessKeyId, signature } = signed;
  const attempt = { guessed: 'secret', address, accessKeyId } as const;
  await guesses.check(attempt);
  const principal = await accessKeys.use(accessKeyId, (found) => {
    const accessKey = requireUsable(found, now);
    const expected = signed.sign(accessKey.secret.bytes);
    return expected.length === signature.length && timingSafeEqual(expected, signature)
      ? accessKey.principal
      : undefined;
  });
  if (!principal) {
    await guesses.failed(attempt);
    throw new SignatureDoesNotMatchError(signed.stringToSign());
  }
  guesses.succeeded(attempt);
  return principal;
}
