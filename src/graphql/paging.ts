import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { InvalidParameterError } from '#domain/errors.ts';
import type { Part } from '#store/read/part.ts';
import type { Order } from './orders.ts';

/** Number of items on a page when neither `first` nor `last` is given. */
export const DEFAULT_PAGE = 20;
/** Greatest `first` or `last`. A greater one returns an error. */
export const MAX_PAGE_ITEMS = 100;
/** For the description of a connection. */
export const PAGES = `Pages have 1 to ${MAX_PAGE_ITEMS} items; default: ${DEFAULT_PAGE}.`;

/** Which page of a connection: its first or last items, after or before a cursor. */
export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** How a list is read. */
export interface List<Row, Place> {
  readonly order: Order<NoInfer<Row>, Place>;
  /** Greatest sort key first. Default: smallest first. */
  readonly isDescending?: boolean;
  readonly read: (part: Part<Place>) => Promise<readonly Row[]>;
  /** Null: unknown. */
  readonly count: () => Promise<number | null>;
}

/** A page of a list, and `countAll` for the field that asks for its length. @throws InvalidParameterError */
export async function readConnection<Row extends object, Place>(
  args: ConnectionArgs,
  { order, isDescending = false, read, count }: List<Row, Place>,
) {
  checkPage(args);
  const places = {
    after: placeIn(order, 'after', args.after),
    before: placeIn(order, 'before', args.before),
  };
  // What follows a cursor in a list from the greatest key to the smallest has smaller keys.
  const bounds = isDescending ? { after: places.before, before: places.after } : places;
  const page = await resolveCursorConnection(
    {
      args,
      toCursor: (row: Row) => toCursor(order, row),
      defaultSize: DEFAULT_PAGE,
      maxSize: MAX_PAGE_ITEMS,
    },
    async ({ limit, inverted }: ResolveCursorConnectionArgs) => [
      ...(await read({ ...bounds, isDescending: inverted !== isDescending, take: limit })),
    ],
  );
  return { ...page, countAll: count };
}

/** Counts the list of which `readVisible` has read a page; null if the caller cannot see all of it. */
export const countAllIfKnown = (connection: object): Promise<number | null> =>
  (connection as { countAll: () => Promise<number | null> }).countAll();

/** Counts the list of which `readConnection` has read a page. */
export const countAll = (connection: object): Promise<number> =>
  (connection as { countAll: () => Promise<number> }).countAll();

/** Refuses what Pothos would clamp or guess: a page outside 1–100, or two ends at once. @throws InvalidParameterError */
function checkPage(args: ConnectionArgs): void {
  for (const field of ['first', 'last'] as const) {
    const size = args[field];
    if (size != null && (size < 1 || size > MAX_PAGE_ITEMS))
      throw new InvalidParameterError(field, `Ask for 1 to ${MAX_PAGE_ITEMS}.`);
  }
  if (args.first != null && args.last != null)
    throw new InvalidParameterError('last', 'Give first or last, not both.');
}

/** The cursor of a row. It is the sort key of its row and the name of the order, so a page can be read although that row is gone. */
export const toCursor = <Row, Place>(
  { kind, placeOf, write }: Order<Row, Place>,
  row: Row,
): string => Buffer.from(`${kind}:${write(placeOf(row))}`).toString('base64url');

/** The place that a cursor marks. @throws InvalidParameterError for a cursor of another list or order */
function placeIn<Row, Place>(
  { kind, parse }: Order<Row, Place>,
  field: 'after' | 'before',
  cursor: string | null | undefined,
): Place | undefined {
  if (cursor == null) return undefined;
  const [, found, text = ''] =
    /^([a-z]+):(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const place = found === kind ? parse(text) : undefined;
  if (place === undefined)
    throw new InvalidParameterError(
      field,
      'Use a cursor that this connection returned in the same order.',
    );
  return place;
}

/** The cost of a page: one for itself, and the fields of a row for each row that it may hold. */
export const pageCost = ({ first, last }: ConnectionArgs) => ({
  field: 1,
  multiplier: first ?? last ?? DEFAULT_PAGE,
});
