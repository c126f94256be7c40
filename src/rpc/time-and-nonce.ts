import { InvalidParameterError, KmsError, MissingParameterError } from '#domain/errors.ts';
import { toSecond } from '#domain/time.ts';
import type { Claim } from './signed.ts';

const MAX_NONCE_CHARACTERS = 128;

/** A fraction of a second may have up to nine digits. */
const TIME = /^\d{4}-\d\d-(\d\d)T(\d\d):\d\d:\d\d(?:\.\d{1,9})?Z$/;
const TIME_ADVICE = 'Use yyyy-MM-ddTHH:mm:ssZ, in UTC.';

/** @returns null for a text of another form, or a day that does not exist, such as February 30 */
function parseTime(text: string): Date | null {
  const [, day, hour] = TIME.exec(text) ?? [];
  const time = new Date(text);
  // JavaScript turns 30 February into 2 March, and 24:00 into the next day.
  return time.getUTCDate() === Number(day) && time.getUTCHours() === Number(hour) ? time : null;
}

/**
 * @returns the time of the request
 * @throws KmsError `IllegalTimestamp`, `InvalidTimeStamp.Expired`
 */
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
      `Specified time stamp or date value is expired. The server's time is ${toSecond(now)}. Check your clock.`,
    );
  return time;
}

/**
 * @returns the nonce
 * @throws MissingParameterError, InvalidParameterError if it is too long to store
 */
export function checkNonce(nonce: string | undefined): string {
  if (!nonce) throw new MissingParameterError('SignatureNonce');
  if (nonce.length > MAX_NONCE_CHARACTERS)
    throw new InvalidParameterError(
      'SignatureNonce',
      `Use at most ${MAX_NONCE_CHARACTERS} characters.`,
    );
  return nonce;
}
