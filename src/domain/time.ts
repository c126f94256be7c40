/** A time in UTC to the second, the only form of times on either surface: `2016-03-25T10:42:40Z`. */
export const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

const DAY_MILLISECONDS = 86_400_000;

/** That many times 24 hours later; earlier for a negative number. */
export const daysAfter = (time: Date, days: number): Date =>
  new Date(time.getTime() + days * DAY_MILLISECONDS);

export const secondsAfter = (time: Date, seconds: number): Date =>
  new Date(time.getTime() + seconds * 1_000);

/** The last millisecond of the year 9999, in which all years that can be written end. */
export const END_OF_TIMES = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * A time as RFC 3339 §5.6 writes it, with any offset from UTC, cut to the millisecond.
 * @returns undefined for another form, a date or time of day that does not exist, a leap second, and times outside 1970–9999
 */
export function parseRfc3339(text: string): Date | undefined {
  const [isTime, year, month, day, hour, minute, second, fraction = '', sign, ...offset] =
    RFC_3339.exec(text) ?? [];
  if (!isTime) return undefined;
  const [offsetHours = 0, offsetMinutes = 0] = offset.map((part) => Number(part ?? 0));
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const asUtc = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  const local = new Date(asUtc);
  // JavaScript turns 30 February into 1 March, and 24:00 into the next day.
  if (Number.isNaN(local.getTime()) || local.toISOString() !== asUtc) return undefined;
  const offsetMilliseconds = (offsetHours * 60 + offsetMinutes) * 60_000 * (sign === '-' ? -1 : 1);
  const time = local.getTime() - offsetMilliseconds;
  return time >= 0 && time <= END_OF_TIMES ? new Date(time) : undefined;
}
