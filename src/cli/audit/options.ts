import { InvalidArgumentError } from 'commander';
import { isId } from '#domain/id-time.ts';
import { parseRfc3339 } from '#domain/time.ts';

/** The most rows that one list prints. */
export const MAX_LIMIT = 100_000;

/** How many rows to print. @throws InvalidArgumentError */
export function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new InvalidArgumentError(`Give a number from 1 to ${MAX_LIMIT}.`);
}

/** A time. @throws InvalidArgumentError */
export function readTime(text: string): Date {
  const time = parseRfc3339(text);
  if (time) return time;
  throw new InvalidArgumentError(
    'Give a time as RFC 3339 writes it, such as 2027-01-31T00:00:00Z.',
  );
}

/** The id of an audit event. @throws InvalidArgumentError */
export function readEventId(text: string): string {
  if (isId(text)) return text;
  throw new InvalidArgumentError('Give the eventId of an audit event.');
}
