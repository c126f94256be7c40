import { subscriptionExchange } from 'urql';
import { type StreamName, sharedStream } from './shared-stream.ts';

/** Subscriptions over streams that all windows of the browser share. */
export const sharedSubscriptions = subscriptionExchange({
  forwardSubscription: ({ query = '', variables, operationName }) => ({
    subscribe: (sink) => ({
      unsubscribe: sharedStream(
        { name: operationName as StreamName, query, variables: { ...variables } },
        (result) => sink.next(result),
      ),
    }),
  }),
});
