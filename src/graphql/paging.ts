import { InvalidParameterError } from '#domain/errors.ts';

export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;

interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** Refuses what Pothos would clamp or guess: a page outside 1–100, or two ends at once. @throws InvalidParameterError */
export function checkPage(args: ConnectionArgs): void {
  for (const field of ['first', 'last'] as const) {
    const size = args[field];
    if (size != null && (size < 1 || size > LARGEST_PAGE)) throw new InvalidParameterError(field, `Ask for 1 to ${LARGEST_PAGE}.`);
  }
  if (args.first != null && args.last != null) throw new InvalidParameterError('last', 'Give first or last, not both.');
  for (const field of ['after', 'before'] as const) if (args[field] != null) readCursor(field, args[field]);
}

const PREFIX = 'key:';

/** A cursor is the id it points at, so a page can be asked for although that row is gone by now. */
export const toCursor = ({ id }: { readonly id: string }): string => Buffer.from(PREFIX + id).toString('base64url');

/** @returns the id @throws InvalidParameterError */
export function readCursor(field: 'after' | 'before', cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^key:[0-9a-f-]{36}$/.test(text)) throw new InvalidParameterError(field, 'Hand back a cursor that this connection gave.');
  return text.slice(PREFIX.length);
}

/** What a page costs: its fields once for each row it may hold. */
export const pageCost = ({ first, last }: ConnectionArgs) => ({ field: 1, multiplier: first ?? last ?? DEFAULT_PAGE });
