import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useState } from 'react';
import { type RequestPolicy, useClient } from 'urql';
import { type Failure, toFailure } from '../api/failure.ts';

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

interface PagesOptions<Data, Node> {
  readonly document: TypedDocumentNode<Data, { keyId: string; after?: string | null }>;
  readonly keyId: string;
  readonly connectionOf: (data: Data) => Connection<Node> | null | undefined;
  /** False: nothing is read. */
  readonly isAllowed: boolean;
  readonly requestPolicy?: RequestPolicy;
}

/** A list that is read page by page. */
export interface Pages<Node> {
  /** Undefined until the first page is read. */
  readonly items: readonly Node[] | undefined;
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  /** Reads the next page; undefined if there is none. */
  readonly more: (() => void) | undefined;
}

interface Page<Node> {
  readonly connection: Connection<Node> | undefined;
  readonly failure: Failure | undefined;
}

/**
 * Reads a list of a key page by page. Every page follows the cache, and begins where the one before ends: when
 * something is added in front, the pages after it move, and nothing is left out.
 * @param options `document` and `connectionOf` are constants
 */
export function usePages<Data, Node>(options: PagesOptions<Data, Node>): Pages<Node> {
  const { document, keyId, connectionOf, isAllowed, requestPolicy = 'cache-first' } = options;
  const client = useClient();
  const [count, setCount] = useState(1);
  const [pages, setPages] = useState<readonly Page<Node>[]>([]);
  const ends = pages.map(({ connection }) => connection?.pageInfo.endCursor);
  const afters = JSON.stringify([null, ...ends.slice(0, count - 1)]);

  useEffect(() => {
    if (!isAllowed) return;
    const readers = (JSON.parse(afters) as (string | null)[]).map((after, index) =>
      client.query(document, { keyId, after }, { requestPolicy }).subscribe((result) => {
        const connection = (result.data && connectionOf(result.data)) ?? undefined;
        const failure = toFailure(result.error);
        setPages((before) => before.toSpliced(index, 1, { connection, failure }));
      }),
    );
    return () => {
      for (const { unsubscribe } of readers) unsubscribe();
    };
  }, [afters, client, document, keyId, connectionOf, isAllowed, requestPolicy]);

  const shown = pages.slice(0, count);
  const last = shown[count - 1]?.connection;
  return {
    items: shown[0]?.connection && shown.flatMap(itemsOf),
    isLoading: shown.length < count,
    failure: shown.find(({ failure }) => failure)?.failure,
    more: last?.pageInfo.hasNextPage ? () => setCount(count + 1) : undefined,
  };
}

const itemsOf = <Node>({ connection }: Page<Node>) =>
  connection?.edges.map(({ node }) => node) ?? [];
