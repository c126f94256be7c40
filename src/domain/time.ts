/** A time in UTC without fractions of a second, as both APIs return times: `2016-03-25T10:42:40Z`. */
export const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

const DAY_MILLISECONDS = 86_400_000;

/** The time a number of 24-hour days later; earlier for a negative number. */
export const daysAfter = (time: Date, days: number): Date =>
  new Date(time.getTime() + days * DAY_MILLISECONDS);

/** The time a number of seconds later; earlier for a negative number. */
export const secondsAfter = (time: Date, seconds: number): Date =>
  new Date(time.getTime() + seconds * 1_000);

/** The day of a moment in UTC: `2016-03-25`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
