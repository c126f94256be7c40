import { timingSafeEqual } from 'node:crypto';
import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/policy.ts';
import type { AccessKey, AccessKeys } from '#identity/access-keys.ts';
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
}

/**
 * Checks that the access key exists and is enabled, before the server computes anything for the
 * request.
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, TooManyAttemptsError
 */
export async function checkAccessKey(
  { accessKeys, guesses, address }: SignatureChecks,
  { accessKeyId }: Claim,
): Promise<void> {
  const isKnown = await accessKeys.use(accessKeyId, Boolean);
  if (!isKnown) {
    await guesses.failed({ guessed: 'accessKeyId', address });
    throw new AccessKeyNotFoundError();
  }
  await guesses.check({ guessed: 'secret', address, accessKeyId });
  await accessKeys.use(accessKeyId, (accessKey) => void requireUsable(accessKey));
}

function requireUsable(accessKey: AccessKey | undefined): AccessKey {
  if (!accessKey) throw new AccessKeyNotFoundError();
  if (!accessKey.enabled) throw new AccessKeyDisabledError();
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
  { accessKeys, guesses, address }: SignatureChecks,
  signed: Signed,
): Promise<Principal> {
  const { accessKeyId, signature } = signed;
  const attempt = { guessed: 'secret', address, accessKeyId } as const;
  await guesses.check(attempt);
  const principal = await accessKeys.use(accessKeyId, (found) => {
    const accessKey = requireUsable(found);
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
