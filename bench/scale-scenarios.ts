import { CONNECTIONS } from './load/load-client.ts';
import { graphqlRequests, type Requests, rpcRequests } from './load/requests.ts';
import { accessKey, type BenchSetup } from './setups.ts';
import { atLeast, type Target } from './target.ts';

export interface Scenario {
  readonly name: string;
  readonly connections: number;
  readonly requests: (setup: BenchSetup) => Requests;
  /** Compared with few keys. */
  readonly target?: Target;
}

/** The number of keys should make no difference. */
const ALIKE = atLeast(0.95);
/** Few clients read lists at a time. More connections would only measure the length of the queue. */
const READERS = 2;
const PAGE = 100;

const plaintext = Buffer.alloc(32).toString('base64');
const page = (args: string) =>
  `{ keys(first: ${PAGE}${args}) { edges { cursor node { keyId } } pageInfo { hasNextPage } } }`;
const anyOf = (ids: readonly string[]): string =>
  String(ids[Math.floor(Math.random() * ids.length)]);

/** The scenario that adds keys is last, so that it does not change the number of keys for the others. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'ListKeys by RPC, page 1, with total count',
    connections: READERS,
    requests: () => rpcRequests(accessKey, 'ListKeys', { PageNumber: '1', PageSize: String(PAGE) }),
    target: ALIKE,
  },
  {
    name: 'ListKeys by RPC, the middle page, by number',
    connections: READERS,
    requests: ({ keys }) => {
      const middle = Math.ceil(keys / PAGE / 2);
      return rpcRequests(accessKey, 'ListKeys', {
        PageNumber: String(middle),
        PageSize: String(PAGE),
      });
    },
  },
  {
    name: 'keys by GraphQL, the first page',
    connections: READERS,
    requests: () => graphqlRequests(accessKey, page('')),
    target: ALIKE,
  },
  {
    name: 'keys by GraphQL, the middle page, by cursor',
    connections: READERS,
    requests: ({ middleKeyId }) => {
      const after = Buffer.from(`key:${middleKeyId}`).toString('base64url');
      return graphqlRequests(accessKey, page(`, after: "${after}"`));
    },
    target: ALIKE,
  },
  {
    name: 'keys by GraphQL, only totalCount',
    connections: READERS,
    requests: () => graphqlRequests(accessKey, '{ keys(first: 1) { totalCount } }'),
    target: ALIKE,
  },
  {
    name: 'Encrypt by RPC, with any of 16 keys',
    connections: CONNECTIONS,
    requests: ({ realKeyIds }) =>
      rpcRequests(accessKey, 'Encrypt', () => ({ KeyId: anyOf(realKeyIds), Plaintext: plaintext })),
    target: ALIKE,
  },
  {
    name: 'CreateKey by RPC',
    connections: CONNECTIONS,
    requests: () => rpcRequests(accessKey, 'CreateKey'),
    target: ALIKE,
  },
];
