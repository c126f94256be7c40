import { timingSafeEqual } from 'node:crypto';
import { InvalidParameterError, KmsError, MissingParameterError } from '#domain/errors.ts';
import type { Principal } from '#domain/policy.ts';
import { toSecond } from '#domain/time.ts';
import type { AccessKey, AccessKeys } from '#identity/access-keys.ts';
import { AccessKeyDisabledError, AccessKeyNotFoundError } from '#identity/authentication-errors.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import { peek, UnreadableRequestError } from './query-string.ts';
import type { RequestHead, RpcRequest } from './request.ts';
import { acs3Claim, IncompleteSignatureError, readAcs3 } from './signature-acs3.ts';
import { readV1 } from './signature-v1.ts';
import type { Claim, Signed } from './signed.ts';

const TWO_SCHEMES =
  'Two schemes are known: ACS3-HMAC-SHA256 (or ACS3-HMAC-SM3) in the Authorization header, and HMAC-SHA1 (SignatureVersion 1.0) in the parameters. Set your client to one of them.';

/** Of a longer text the caller sees the beginning. Who sends much must not be sent more. */
const MAX_ECHOED_CHARACTERS = 16_384;

/** For the caller alone: SDKs compare the text with their own to tell a wrong secret from a wrong text. */
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

const authorizationOf = ({ headers }: RequestHead): string => headers.get('authorization') ?? '';

/**
 * The claim of a request before its parameters are decoded; undefined where it does not say plainly what it claims.
 * @param form the body, where it is read already
 * @throws KmsError IncompleteSignature
 */
export function readClaim(head: RequestHead, form = ''): Claim | undefined {
  const authorization = authorizationOf(head);
  if (/^ACS3-/i.test(authorization)) return acs3Claim(head, authorization);
  const given = (name: string) => head.query.get(name) ?? peek(form, name);
  const accessKeyId = given('AccessKeyId');
  const timestamp = given('Timestamp');
  return accessKeyId && timestamp
    ? { accessKeyId, timestamp, timestampName: 'Timestamp' }
    : undefined;
}

/** Finds out which of the two schemes signed a request. @throws KmsError when it is neither, or both */
export function readSigned(request: RpcRequest): Signed {
  const authorization = authorizationOf(request);
  if (!/^ACS3-/i.test(authorization)) {
    // A proxy may add an Authorization of its own to a request that is signed in its parameters.
    if (/^ACS\d/i.test(authorization) || (authorization && !request.params.has('Signature')))
      throw new IncompleteSignatureError(TWO_SCHEMES);
    return readV1(request);
  }
  if (request.params.has('Signature'))
    throw new UnreadableRequestError(
      'Sign in the parameters or in the Authorization header, not in both.',
    );
  return readAcs3(request, authorization);
}

/**
 * Whether there is such an access key, and it may sign: before anything is computed for it.
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, TooManyAttemptsError
 */
export async function checkKnown(
  accessKeys: AccessKeys,
  guesses: GuessLimiter,
  { accessKeyId }: Claim,
  address: string,
): Promise<void> {
  const isKnown = await accessKeys.use(accessKeyId, Boolean);
  if (!isKnown) {
    await guesses.failed({ guessed: 'accessKeyId', address });
    throw new AccessKeyNotFoundError();
  }
  await guesses.check({ guessed: 'secret', address, accessKeyId });
  await accessKeys.use(accessKeyId, (accessKey) => void usable(accessKey));
}

function usable(accessKey: AccessKey | undefined): AccessKey {
  if (!accessKey) throw new AccessKeyNotFoundError();
  if (!accessKey.enabled) throw new AccessKeyDisabledError();
  return accessKey;
}

/**
 * Who signed, if the signature is theirs.
 * @throws AccessKeyNotFoundError, AccessKeyDisabledError, SignatureDoesNotMatchError, TooManyAttemptsError
 */
export async function verify(
  accessKeys: AccessKeys,
  guesses: GuessLimiter,
  signed: Signed,
  address: string,
): Promise<Principal> {
  const { accessKeyId, signature } = signed;
  const attempt = { guessed: 'secret', address, accessKeyId } as const;
  const principal = await accessKeys.use(accessKeyId, (found) => {
    const accessKey = usable(found);
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

const LONGEST_NONCE = 128;

/** Of a second at most nine digits. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/;
const TIME_ADVICE = 'Give it as yyyy-MM-ddTHH:mm:ssZ, in UTC.';

/** A time in UTC, to the second or finer; null for what is none, a day that is on no calendar among them. */
function parseTime(text: string): Date | null {
  const [, seconds] = TIME.exec(text) ?? [];
  const time = new Date(text);
  return seconds && !Number.isNaN(time.getTime()) && toSecond(time) === `${seconds}Z` ? time : null;
}

/** The request's own time. @throws KmsError `IllegalTimestamp`, `InvalidTimeStamp.Expired` */
export function checkTimestamp(
  { timestamp, timestampName }: Claim,
  now: Date,
  skewMilliseconds: number,
): Date {
  if (!timestamp)
    throw new KmsError(
      'IllegalTimestamp',
      `The input parameter "${timestampName}" that is mandatory for processing this request is not supplied. ${TIME_ADVICE}`,
    );
  const time = parseTime(timestamp);
  if (!time)
    throw new KmsError(
      'IllegalTimestamp',
      `Specified time stamp or date value is not well formatted. ${TIME_ADVICE}`,
    );
  if (Math.abs(now.getTime() - time.getTime()) > skewMilliseconds)
    throw new KmsError(
      'InvalidTimeStamp.Expired',
      `Specified time stamp or date value is expired. The clock here says ${toSecond(now)}; check yours.`,
    );
  return time;
}

/** @throws MissingParameterError, InvalidParameterError */
export function checkNonce(nonce: string | undefined): string {
  if (!nonce) throw new MissingParameterError('SignatureNonce');
  if (nonce.length > LONGEST_NONCE)
    throw new InvalidParameterError('SignatureNonce', `Give at most ${LONGEST_NONCE} characters.`);
  return nonce;
}
