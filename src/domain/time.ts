/** A time in UTC to the second, the only form of times on either surface: `2016-03-25T10:42:40Z`. */
export const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
