import { subscriptionExchange } from 'urql';
import { sharedStream } from './shared-stream.ts';

/** Subscriptions over streams that all windows of the browser share. */
export const sharedSubscriptions = subscriptionExchange({
  forwardSubscription: ({ query, variables }) => ({
    subscribe: (sink) => ({
      unsubscribe: sharedStream({ query: query ?? '', variables: { ...variables } }, (result) =>
        sink.next(result),
      ),
    }),
  }),
});
