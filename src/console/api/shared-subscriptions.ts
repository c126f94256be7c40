import { subscriptionExchange } from 'urql';
import type { LiveEventsSubscriptionVariables } from '../../generated/documents/console/graphql.ts';
import { sharedStream } from './shared-stream.ts';
import { wantsOf } from './wants.ts';

/** Subscriptions over the one stream of the browser. All of them are of the document `LiveEvents`. */
export const sharedSubscriptions = subscriptionExchange({
  forwardSubscription: ({ variables }) => ({
    subscribe: (sink) => ({
      unsubscribe: sharedStream(wantsOf(variables as LiveEventsSubscriptionVariables), (event) =>
        sink.next({ data: { __typename: 'Subscription', liveEvents: event } }),
      ),
    }),
  }),
});
