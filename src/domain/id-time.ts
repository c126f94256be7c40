// Ids are UUIDs of version 7 (RFC 9562 §5.7). They begin with their time in milliseconds, so they sort by it.

const TIME_DIGITS = 12;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text has the form of an id. */
export const isId = (text: string): boolean => ID.test(text);

/**
 * The beginning of all ids of a millisecond. As text it is smaller than each of them, and greater than each earlier id.
 * Times before 1970 count as 1970.
 */
export function idPrefixAt(time: Date): string {
  const digits = Math.max(0, time.getTime()).toString(16).padStart(TIME_DIGITS, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
