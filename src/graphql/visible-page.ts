import type { VisibleList } from '#pipeline/read.ts';
import type { Part } from '#store/read/part.ts';
import type { KeyRow } from '#store/tables.ts';
import { type ConnectionArgs, type List, readConnection, toCursor } from './paging.ts';

/** Most keys that are examined for one page, if the caller does not see all of them. */
export const MAX_EXAMINED = 1_000;
/** Keys of one statement. */
const EXAMINED_AT_ONCE = 100;

type Shown = Pick<VisibleList<unknown>, 'visible' | 'seesAll'>;

/**
 * A page of the keys that the caller can see. If the limit of examined keys ends it early, the page says that there are
 * more, and its cursor is that of the last key examined, also if that key is not shown.
 * @throws InvalidParameterError
 */
export async function readVisible<Place>(
  args: ConnectionArgs,
  { visible, seesAll }: Shown,
  list: List<KeyRow, Place>,
) {
  const { order, read } = list;
  let examined = 0;
  let cutAfter: KeyRow | undefined;

  const readShown = async (part: Part<Place>): Promise<KeyRow[]> => {
    const shown: KeyRow[] = [];
    let rest = part;
    while (shown.length < part.take) {
      // Where all keys but those with a policy are visible, one statement nearly always gives the page.
      const take =
        seesAll && examined === 0 ? part.take : Math.min(EXAMINED_AT_ONCE, MAX_EXAMINED - examined);
      const keys = await read({ ...rest, take });
      examined += keys.length;
      shown.push(...(await visible(keys)));
      const last = keys.at(-1);
      if (!last || keys.length < take) return shown.slice(0, part.take);
      const place = order.placeOf(last);
      rest = { ...rest, ...(part.isDescending ? { before: place } : { after: place }) };
      if (examined >= MAX_EXAMINED && shown.length < part.take) {
        cutAfter = last;
        return shown;
      }
    }
    return shown.slice(0, part.take);
  };

  const page = await readConnection(args, { ...list, read: readShown });
  if (!cutAfter) return page;
  const cursor = toCursor(order, cutAfter);
  const { first, last, before, after } = args;
  const isBackward = last != null || (before != null && after == null && first == null);
  const pageInfo = isBackward
    ? { ...page.pageInfo, hasPreviousPage: true, startCursor: cursor }
    : { ...page.pageInfo, hasNextPage: true, endCursor: cursor };
  return { ...page, pageInfo };
}
