import { NoPermissionError } from '#domain/errors.ts';
import type { Follower } from '#store/feed/follower.ts';
import type { GraphqlCall } from './call.ts';

type Follow = GraphqlCall['follow'];

/** Rows of which a subscription shows some. */
export interface WantedRows {
  /** Operation whose permission they need. */
  readonly operation: Parameters<Follow>[0];
  readonly rows: Parameters<Follow>[1];
}

/** What one filter of a subscription shows. */
export interface LivePart<Candidate, Shown> {
  /** Position of the filter among those of its kind. */
  readonly number: number;
  /** @throws NoPermissionError for a caller who may see none of it */
  readonly show: (call: GraphqlCall, candidates: readonly Candidate[]) => Promise<readonly Shown[]>;
}

/** What those give that the caller may have. @throws NoPermissionError if the caller may have none of them */
async function allPermitted<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  let refusal: NoPermissionError | undefined;
  const results: T[] = [];
  for (const work of works)
    try {
      results.push(await work());
    } catch (error) {
      if (!(error instanceof NoPermissionError)) throw error;
      refusal ??= error;
    }
  if (refusal && results.length === 0) throw refusal;
  return results;
}

/**
 * Follows all rows that are wanted and permitted.
 * @param wanted at least one; the first has the rows of the others
 * @throws NoPermissionError for a caller who may have none of it
 */
export async function followAll(
  call: GraphqlCall,
  wanted: readonly WantedRows[],
  from: string | undefined,
): Promise<Follower> {
  using taken = new DisposableStack();
  const [follower, ...others] = await allPermitted(
    wanted.map(
      ({ operation, rows }) =>
        async () =>
          taken.use(await call.follow(operation, rows, from)),
    ),
  );
  if (!follower) throw new TypeError('Nothing is wanted.');
  taken.move();
  for (const other of others) other[Symbol.dispose]();
  return follower;
}

/** Shows each event once, in the order of the candidates, with the numbers of the parts that show it. */
export const showParts =
  <Candidate extends { readonly cursor: string }, Shown extends { readonly cursor: string }>(
    parts: readonly LivePart<Candidate, Shown>[],
  ) =>
  async (call: GraphqlCall, candidates: readonly Candidate[]) => {
    const shown = new Map<string, Shown & { readonly filters: number[] }>();
    await allPermitted(
      parts.map(({ number, show }) => async () => {
        for (const event of await show(call, candidates)) {
          const known = shown.get(event.cursor);
          if (known) known.filters.push(number);
          else shown.set(event.cursor, { ...event, filters: [number] });
        }
      }),
    );
    return candidates.flatMap(({ cursor }) => shown.get(cursor) ?? []);
  };
