import { createHash } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { describe, expect, it } from 'vitest';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, sharedKms } from '../support/kms.ts';

const sha256 = async (text: string): Promise<string> =>
  createHash('sha256').update(text).digest('hex');
const authorizationOf = ({ id, secret }: Credential): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** What a client sends, in its order: whether a request had the hash of a query, and its text. */
async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const sent: { hash: boolean; text: boolean; status: number }[] = [];
  const watched: typeof fetch = async (input, init) => {
    const { query, extensions } = JSON.parse(String(init?.body)) as {
      query?: string;
      extensions?: { persistedQuery?: unknown };
    };
    const response = await fetch(input, init);
    sent.push({
      hash: Boolean(extensions?.persistedQuery),
      text: Boolean(query),
      status: response.status,
    });
    return response;
  };
  return {
    kms,
    account,
    sent,
    watched,
    headers: { authorization: authorizationOf(account) },
    uri: `${kms.url}/graphql`,
  };
}

const FALLS_BACK = [
  { hash: true, text: false, status: 200 },
  { hash: false, text: true, status: 200 },
];

describe('The hash of a query in place of its text', () => {
  it('is answered in the words that clients know, and with nothing done', async () => {
    const { kms, account } = await setUp();
    const extensions = {
      persistedQuery: { version: 1, sha256Hash: await sha256('mutation { createKey { keyId } }') },
    };
    for (const body of [
      { extensions },
      { extensions, query: null, operationName: 'A', variables: {} },
    ])
      expect(await postGraphql(kms, account, body)).toEqual({
        status: 200,
        errors: [
          {
            message: 'PersistedQueryNotSupported',
            extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', requestId: expect.any(String) },
          },
        ],
      });
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it('is nothing that strangers are told of', async () => {
    const { kms, account } = await setUp();
    const body = { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } };
    expect((await postGraphql(kms, { ...account, secret: 'wrong' }, body)).status).toBe(401);
  });

  it('makes Apollo Client send the text, and from then on only the text', async () => {
    const { sent, watched, headers, uri } = await setUp();
    const link = new PersistedQueryLink({ sha256 }).concat(
      new HttpLink({ uri, headers, fetch: watched }),
    );
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const query = gql`
      query ApolloAccountStatus {
        accountStatus
      }
    `;
    for (const _time of [1, 2])
      expect(
        (await client.query<{ accountStatus: string }>({ query, fetchPolicy: 'network-only' }))
          .data,
      ).toEqual({
        accountStatus: 'Enabled',
      });
    expect(sent).toEqual([...FALLS_BACK, { hash: false, text: true, status: 200 }]);
  });

  it('makes urql send the text, and from then on only the text', async () => {
    const { sent, watched, headers, uri } = await setUp();
    const client = new Client({
      url: uri,
      preferGetMethod: false,
      fetch: watched,
      fetchOptions: { headers },
      exchanges: [
        persistedExchange({ preferGetForPersistedQueries: false, generateHash: sha256 }),
        fetchExchange,
      ],
    });
    for (const _time of [1, 2]) {
      const { data, error } = await client.query('query { accountStatus }', {}).toPromise();
      expect([data, error]).toEqual([{ accountStatus: 'Enabled' }, undefined]);
    }
    expect(sent).toEqual([...FALLS_BACK, { hash: false, text: true, status: 200 }]);
  });

  it('is asked for by GET where urql is left as it is, and the answer says what to set', async () => {
    const { headers, uri } = await setUp();
    const client = new Client({ url: uri, fetchOptions: { headers }, exchanges: [fetchExchange] });
    const { error } = await client.query('query { accountStatus }', {}).toPromise();
    expect(String(error)).toContain('preferGetMethod: false');
  });
});
