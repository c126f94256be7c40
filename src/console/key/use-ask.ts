import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useState } from 'react';
import { type AnyVariables, useClient } from 'urql';
import { type Failure, toFailure } from '../api/failure.ts';

/** A question to the server that is asked when somebody wants to know. */
export interface Asked<Data, Variables> {
  /** @returns undefined if it failed: `failure` says why */
  readonly ask: (variables: Variables) => Promise<Data | undefined>;
  readonly isAsking: boolean;
  readonly failure: Failure | undefined;
}

/** Asks the server, never the cache; what it answers changes every view. */
export function useAsk<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Asked<Data, Variables> {
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const ask = useCallback(
    async (variables: Variables) => {
      setAsking(true);
      setFailure(undefined);
      const { data, error } = await client
        .query(document, variables, { requestPolicy: 'network-only' })
        .toPromise();
      setAsking(false);
      setFailure(toFailure(error));
      return error ? undefined : data;
    },
    [client, document],
  );
  return { ask, isAsking, failure };
}
