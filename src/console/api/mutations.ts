import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useState } from 'react';
import type { AnyVariables } from 'urql';
import { client, uncachedClient } from './client.ts';
import { type Failure, toFailure } from './failure.ts';

/** A mutation of a component: how to send it, and how the last one went. */
export interface Sender<Data, Variables> {
  /** @returns undefined if it failed: `failure` says why */
  readonly send: (variables: Variables) => Promise<Data | undefined>;
  readonly isSending: boolean;
  readonly failure: Failure | undefined;
  readonly clear: () => void;
}

function useSender<Data, Variables extends AnyVariables>(
  through: typeof client,
  document: TypedDocumentNode<Data, Variables>,
): Sender<Data, Variables> {
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const send = useCallback(
    async (variables: Variables) => {
      setSending(true);
      setFailure(undefined);
      const { data, error } = await through.mutation(document, variables).toPromise();
      setSending(false);
      setFailure(toFailure(error));
      return error ? undefined : data;
    },
    [through, document],
  );
  return { send, isSending, failure, clear: useCallback(() => setFailure(undefined), []) };
}

/** Sends a mutation; what it returns changes every view. */
export const useSend = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Sender<Data, Variables> => useSender(client, document);

/** Sends a mutation that returns a secret or a plaintext, which no cache keeps. */
export const useSecretSend = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Sender<Data, Variables> => useSender(uncachedClient, document);
