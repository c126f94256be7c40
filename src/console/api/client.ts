import { authExchange } from '@urql/exchange-auth';
import {
  Client,
  type CombinedError,
  type Exchange,
  fetchExchange,
  mapExchange,
  type Operation,
} from 'urql';
import { pageCache } from './cache.ts';
import { compareClocks } from './clock.ts';
import { onMissed, probeServer } from './server-state.ts';
import { sessionEnded } from './session.ts';
import { sharedSubscriptions } from './shared-subscriptions.ts';

const isUnauthenticated = ({ graphQLErrors }: CombinedError): boolean =>
  graphQLErrors.some(({ extensions }) => extensions.code === 'Unauthenticated');

/** Whether a query reads keys: their changes come over a stream, which opens after the first of these queries. */
const readsKeys = ({ query }: Operation): boolean =>
  query.definitions.some(
    (one) =>
      one.kind === 'OperationDefinition' &&
      one.selectionSet.selections.some(
        (field) => field.kind === 'Field' && ['key', 'keys'].includes(field.name.value),
      ),
  );

/** Holds requests whose session has ended until somebody has signed in again, and then sends them again. */
const signInAgain: Exchange = authExchange(async () => ({
  addAuthToOperation: (operation) => operation, // the browser sends the cookie
  didAuthError: isUnauthenticated,
  refreshAuth: sessionEnded,
}));

/** Notices that the server does not answer, and reads again when it does: a page that waited fills itself. */
const watchServer: Exchange = ({ client: urql, forward, dispatchDebug }) => {
  const shown = new Map<number, Operation>();
  onMissed((missed) => {
    for (const operation of shown.values())
      if (missed === 'anything' || readsKeys(operation))
        urql.reexecuteOperation({
          ...operation,
          context: { ...operation.context, requestPolicy: 'network-only' },
        });
  });
  const watch = mapExchange({
    onOperation(operation) {
      if (operation.kind === 'query') shown.set(operation.key, operation);
      if (operation.kind === 'teardown') shown.delete(operation.key);
    },
    onError({ networkError, response }) {
      if (networkError && !(response as Response | undefined)?.ok) void probeServer();
    },
  });
  return watch({ client: urql, forward, dispatchDebug });
};

const fetchAndCompare: typeof fetch = async (...request) => {
  const response = await fetch(...request);
  compareClocks(response);
  return response;
};

const makeClient = (...exchanges: Exchange[]) =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetch: fetchAndCompare,
    exchanges: [watchServer, ...exchanges, signInAgain, sharedSubscriptions, fetchExchange],
  });

/** For everything that a page shows. */
export const client = makeClient(pageCache);

/** For what returns a secret or a plaintext: nothing of it is cached. */
export const uncachedClient = makeClient();
