import { useState, useTransition } from 'react';
import { type ListedKey, ListKeys } from './documents.ts';
import { type Endpoint, execute, type Failure } from './execute.ts';

/** The pages of the connection `keys` that were loaded so far. */
interface Loaded {
  readonly keys: readonly ListedKey[];
  readonly endCursor?: string | null;
  /** Before the first page nobody knows. */
  readonly hasMore: boolean;
  readonly isStarted: boolean;
}

/** Loads keys page by page. */
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

  return { ...loaded, failure, isLoading, loadMore, add };
}

/** A key that this page created is also on a page of the list. */
const withoutRepeats = (keys: readonly ListedKey[]): ListedKey[] => [
  ...new Map(keys.map((key) => [key.id, key])).values(),
];
