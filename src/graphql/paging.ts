import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { InvalidParameterError } from '#domain/errors.ts';
import type { Part } from '#store/read/pages-of-keys.ts';

export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;
/** For the description of a connection. */
export const PAGES = `Pages of 1 to ${LARGEST_PAGE}, ${DEFAULT_PAGE} by default.`;

interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** A part of a list as Prisma's `findMany` takes it, beside the list's own filter. */
export const partOf = <Where extends object>(
  where: Where,
  { after, before, isDescending, take }: Part,
) => ({
  where: {
    AND: [
      where,
      ...(after ? [{ id: { gt: after } }] : []),
      ...(before ? [{ id: { lt: before } }] : []),
    ],
  },
  orderBy: { id: isDescending ? ('desc' as const) : ('asc' as const) },
  take,
});

interface List<Row> {
  /** What its cursors begin with, so that one list's are none of another's. */
  readonly kind: string;
  readonly read: (part: Part) => Promise<readonly Row[]>;
  readonly count: () => Promise<number>;
}

/** A page of a list, and `countAll` for whoever asks for its length. @throws InvalidParameterError */
export async function readConnection<Row extends { readonly id: string }>(
  args: ConnectionArgs,
  { kind, read, count }: List<Row>,
) {
  checkPage(kind, args);
  const page = await resolveCursorConnection(
    {
      args,
      toCursor: (row: Row) => toCursor(kind, row),
      defaultSize: DEFAULT_PAGE,
      maxSize: LARGEST_PAGE,
    },
    async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => [
      ...(await read({
        after: after ? readCursor(kind, 'after', after) : undefined,
        before: before ? readCursor(kind, 'before', before) : undefined,
        isDescending: inverted,
        take: limit,
      })),
    ],
  );
  return { ...page, countAll: count };
}

/** Counts what `readConnection` was asked about. */
export const countAll = (connection: object): Promise<number> =>
  (connection as { countAll: () => Promise<number> }).countAll();

/** Refuses what Pothos would clamp or guess: a page outside 1–100, or two ends at once. @throws InvalidParameterError */
function checkPage(kind: string, args: ConnectionArgs): void {
  for (const field of ['first', 'last'] as const) {
    const size = args[field];
    if (size != null && (size < 1 || size > LARGEST_PAGE))
      throw new InvalidParameterError(field, `Ask for 1 to ${LARGEST_PAGE}.`);
  }
  if (args.first != null && args.last != null)
    throw new InvalidParameterError('last', 'Give first or last, not both.');
  for (const field of ['after', 'before'] as const)
    if (args[field] != null) readCursor(kind, field, args[field]);
}

/** A cursor is the id it points at, so a page can be asked for although that row is gone by now. */
const toCursor = (kind: string, { id }: { readonly id: string }): string =>
  Buffer.from(`${kind}:${id}`).toString('base64url');

/** @returns the id @throws InvalidParameterError */
function readCursor(kind: string, field: 'after' | 'before', cursor: string): string {
  const [, found, id] =
    /^([a-z]+):([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (found !== kind || !id)
    throw new InvalidParameterError(field, 'Hand back a cursor that this connection gave.');
  return id;
}

/** What a page costs: one for itself, and the fields of a row for each row that it may hold. What only orders them is free. */
export const pageCost = ({ first, last }: ConnectionArgs) => ({
  field: 1,
  multiplier: first ?? last ?? DEFAULT_PAGE,
});
