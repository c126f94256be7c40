import { useEffect, useState, useTransition } from 'react';
import { type ListedKey, ListKeys } from './documents.ts';
import { type Endpoint, execute, type Failure } from './execute.ts';
import { followChanges, type KeyChange } from './follow-changes.ts';

/** The pages of the connection `keys` that were loaded so far. */
interface Loaded {
  readonly keys: readonly ListedKey[];
  readonly endCursor?: string | null;
  /** Before the first page nobody knows. */
  readonly hasMore: boolean;
  readonly isStarted: boolean;
}

/** Loads keys page by page, and keeps those that were loaded up to date. */
export function useKeys(endpoint: Endpoint) {
  const [loaded, setLoaded] = useState<Loaded>({ keys: [], hasMore: true, isStarted: false });
  const [failure, setFailure] = useState<Failure>();
  const [isLoading, startLoading] = useTransition();

  const loadMore = () =>
    startLoading(async () => {
      const after = loaded.endCursor ?? null;
      const { data, failure } = await execute(endpoint, ListKeys, { after });
      setFailure(failure);
      const page = data?.keys;
      if (!page) return;
      setLoaded(({ keys }) => ({
        keys: withoutRepeats([...keys, ...page.edges.map(({ node }) => node)]),
        endCursor: page.pageInfo.endCursor,
        hasMore: page.pageInfo.hasNextPage,
        isStarted: true,
      }));
    });

  const add = (key: ListedKey) =>
    setLoaded((before) => ({ ...before, keys: withoutRepeats([key, ...before.keys]) }));

  useEffect(() => {
    const closed = new AbortController();
    const change = (change: KeyChange) =>
      setLoaded((before) => ({ ...before, keys: withChange(before.keys, change) }));
    void followChanges(endpoint, change, closed.signal);
    return () => closed.abort();
  }, [endpoint]);

  return { ...loaded, failure, isLoading, loadMore, add };
}

/** The keys after a change of one of them. A key that is not shown yet is on a page of the list. */
const withChange = (keys: readonly ListedKey[], { keyId, key }: KeyChange): ListedKey[] =>
  keys.flatMap((shown) => (shown.keyId !== keyId ? [shown] : key ? [key] : []));

/** A key that this page created is also on a page of the list. */
const withoutRepeats = (keys: readonly ListedKey[]): ListedKey[] => [
  ...new Map(keys.map((key) => [key.id, key])).values(),
];
