import { CONNECTIONS, graphqlRequests, type Requests, rpcRequests } from './load.ts';
import { accessKey, type BenchSetup } from './setups.ts';

export interface Scenario {
  readonly name: string;
  readonly connections: number;
  readonly requests: (setup: BenchSetup) => Requests;
  /** The work of its floor; absent if it is not compared with one. */
  readonly work?: string;
}

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
    name: `ListKeys by RPC, page 1 of ${PAGE} keys, with the total count`,
    connections: READERS,
    requests: () => rpcRequests(accessKey, 'ListKeys', { PageNumber: '1', PageSize: String(PAGE) }),
  },
  {
    name: 'ListKeys by RPC, the page in the middle, by its number',
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
    name: `keys(first: ${PAGE}) by GraphQL, without the total count`,
    connections: READERS,
    requests: () => graphqlRequests(accessKey, page('')),
  },
  {
    name: `keys(first: ${PAGE}, after: …) by GraphQL, the page in the middle, without the total count`,
    connections: READERS,
    requests: ({ middleKeyId }) => {
      const after = Buffer.from(`key:${middleKeyId}`).toString('base64url');
      return graphqlRequests(accessKey, page(`, after: "${after}"`));
    },
  },
  {
    name: 'keys { totalCount } by GraphQL, only the total count',
    connections: READERS,
    requests: () => graphqlRequests(accessKey, '{ keys(first: 1) { totalCount } }'),
  },
  {
    name: 'encrypt by RPC, under any of 16 keys',
    connections: CONNECTIONS,
    requests: ({ realKeyIds }) =>
      rpcRequests(accessKey, 'Encrypt', () => ({ KeyId: anyOf(realKeyIds), Plaintext: plaintext })),
    work: 'encrypt',
  },
  {
    name: 'createKey by RPC',
    connections: CONNECTIONS,
    requests: () => rpcRequests(accessKey, 'CreateKey'),
    work: 'createKey',
  },
];
