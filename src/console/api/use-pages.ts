import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useMemo, useState } from 'react';
import { type AnyVariables, type RequestPolicy, useClient } from 'urql';
import { type Failure, toFailure } from './failure.ts';

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount?: number | null;
}

/** A list that grows by pages. */
export interface Pages<Node> {
  /** Undefined until the first page is there. */
  readonly items: readonly Node[] | undefined;
  readonly totalCount: number | undefined;
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  /** Reads the next page; undefined at the end of the list. */
  readonly loadMore: (() => void) | undefined;
}

type Result<Node> = {
  readonly connection: Connection<Node> | undefined;
  readonly failure: Failure | undefined;
};

interface PagesOptions {
  /** False: nothing is read. */
  readonly isAllowed?: boolean;
  readonly requestPolicy?: RequestPolicy;
  readonly pageItems?: number;
}

/**
 * Reads a connection page by page. Each page follows the cache, and begins where the one before ends: when something is
 * added in front, the pages after it move, and nothing is left out.
 * @param variables those beside `first` and `after`: a constant, or from useMemo
 * @param pick the connection of a result. A constant function
 */
export function usePages<Data, Variables extends AnyVariables, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  pick: (data: Data) => Connection<Node> | null | undefined,
  { isAllowed = true, requestPolicy = 'cache-first', pageItems = 50 }: PagesOptions = {},
): Pages<Node> {
  const client = useClient();
  const [count, setCount] = useState(1);
  const [results, setResults] = useState<readonly Result<Node>[]>([]);
  // A page begins where the one before ends, also after that has changed.
  const cursors: (string | null)[] = [null];
  for (const { connection } of results.slice(0, count - 1))
    if (connection?.pageInfo.endCursor) cursors.push(connection.pageInfo.endCursor);
  const key = JSON.stringify(cursors);
  useEffect(() => {
    if (!isAllowed) return;
    const subscriptions = (JSON.parse(key) as (string | null)[]).map((after, index) =>
      client
        .query(document, { ...variables, first: pageItems, after } as unknown as Variables, {
          requestPolicy,
        })
        .subscribe(({ data, error }) =>
          setResults((before) => {
            const connection = (data && pick(data)) ?? undefined;
            return [
              ...before.slice(0, index),
              { connection: connection ?? before[index]?.connection, failure: toFailure(error) },
              ...before.slice(index + 1),
            ];
          }),
        ),
    );
    return () => {
      for (const { unsubscribe } of subscriptions) unsubscribe();
    };
  }, [client, document, variables, pick, key, isAllowed, requestPolicy, pageItems]);
  const shown = results.slice(0, count);
  const last = shown.at(-1);
  const hasMore = shown.length === count && last?.connection?.pageInfo.hasNextPage;
  const items = useMemo(
    () =>
      results[0]?.connection &&
      results.slice(0, count).flatMap(({ connection }) => connection?.edges ?? []),
    [results, count],
  );
  return {
    items: useMemo(() => items?.map(({ node }) => node), [items]),
    totalCount: results[0]?.connection?.totalCount ?? undefined,
    isLoading: shown.length < count,
    failure: shown.find(({ failure }) => failure)?.failure,
    loadMore: hasMore ? () => setCount(count + 1) : undefined,
  };
}
