/** A time in UTC to the second, the only form of times on either surface: `2016-03-25T10:42:40Z`. */
export const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

const DAY_MILLISECONDS = 86_400_000;

/** That many times 24 hours later; earlier for a negative number. */
export const daysAfter = (time: Date, days: number): Date =>
  new Date(time.getTime() + days * DAY_MILLISECONDS);

export const secondsAfter = (time: Date, seconds: number): Date =>
  new Date(time.getTime() + seconds * 1_000);

/** The day of a moment in UTC: `2016-03-25`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
