import type { BackgroundReader } from '../../store.ts';
import { type EntryRange, EntryStream } from './entry-stream.ts';
import type { FacetValue } from './facets.ts';

/** A block that has all values, by its last row; or the place that was reached when too many entries had been read. */
export type CommonBlock = { readonly throughId: string } | { readonly reached: string };

/**
 * The blocks of audit rows that have each of some values, in order. Reads the lists of blocks of all values side by side, and
 * skips in each what the others do not have.
 * @param values at least one
 * @param maxEntries after about so many entries that some list does not have, it gives up
 */
export async function* commonBlocks(
  db: BackgroundReader,
  accountId: string,
  values: readonly (FacetValue | readonly ['account', ''])[],
  range: EntryRange,
  maxEntries: number,
): AsyncGenerator<CommonBlock> {
  const { isDescending } = range;
  const streams = values.map((value) => new EntryStream(db, accountId, value, range));
  let target: string | undefined;
  for (;;) {
    const heads = await Promise.all(streams.map((stream) => stream.seek(target)));
    const found = heads.filter((head) => head !== undefined);
    if (found.length < heads.length) return; // one of the values occurs in no further block
    const sorted = found.toSorted();
    const farthest = String(isDescending ? sorted[0] : sorted.at(-1));
    target = farthest;
    if (sorted[0] === sorted.at(-1)) {
      yield { throughId: farthest };
      for (const stream of streams) stream.skip();
    } else if (streams.reduce((sum, { skipped }) => sum + skipped, 0) >= maxEntries) {
      yield { reached: isDescending ? through(farthest) : before(farthest, sorted) };
      return;
    }
  }
}

/** The greatest of the heads that is smaller: the rows of its block, and of the blocks before it, have been searched. */
const before = (farthest: string, sorted: readonly string[]): string =>
  String(sorted.findLast((head) => head < farthest));

/** A place after a row and before all rows with greater ids: `~` is greater than the characters of ids. */
export const through = (id: string): string => `${id}~`;

/** The row before a place of `through`; any other place as it is. */
export const rowOf = (place: string): string => (place.length > 1 ? place.replace('~', '') : place);
