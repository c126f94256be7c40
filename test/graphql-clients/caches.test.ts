import { describe, expect, it } from 'vitest';
import { openApollo } from './caches/apollo.ts';
import type { CachingClient } from './caches/caching-client.ts';
import {
  ALIAS,
  type AliasList,
  type AliasNode,
  CREATE_ALIAS,
  CREATE_KEY,
  DELETE_ALIAS,
  PAGE,
  type Page,
  UPDATE_ALIAS,
} from './caches/documents.ts';
import { openGraphcache } from './caches/graphcache.ts';
import { connect } from './connect.ts';

const namesIn = ({ edges }: AliasList): string[] => edges.map(({ node }) => node.aliasName);

/** What the cache says, without a request: the names of the aliases of each key, and those in the list of all. */
async function readPage({ cached }: CachingClient) {
  const page = await cached<Page>(PAGE);
  return (
    page && {
      keys: Object.fromEntries(page.keys.edges.map(({ node }) => [node.id, namesIn(node.aliases)])),
      all: namesIn(page.aliases),
    }
  );
}

describe.each([
  { name: 'Apollo Client', open: openApollo },
  { name: 'urql with Graphcache', open: openGraphcache },
])('The cache of $name', ({ open }) => {
  it('knows which key has an alias that was created, moved and deleted', async () => {
    let requests = 0;
    const counting: typeof fetch = (...request) => {
      requests += 1;
      return fetch(...request);
    };
    const client = open({ ...(await connect()), fetch: counting });
    type Created = { createKey: { id: string; keyId: string } };
    const { createKey: first } = await client.mutate<Created>(CREATE_KEY);
    const { createKey: second } = await client.mutate<Created>(CREATE_KEY);
    const aliasName = 'alias/payroll';

    const { createAlias } = await client.mutate<{ createAlias: { alias: { id: string } } }>(
      CREATE_ALIAS,
      { input: { aliasName, keyId: first.keyId } },
    );
    const { id } = createAlias.alias;
    const namedBy = ({ id, keyId }: Created['createKey']) => ({
      node: { aliasName, keyId, key: { id } },
    });
    expect(await client.cached<AliasNode>(ALIAS, { id })).toMatchObject(namedBy(first));
    await client.query(PAGE);
    expect(await readPage(client)).toEqual({
      keys: { [first.id]: [aliasName], [second.id]: [] },
      all: [aliasName],
    });
    expect(requests).toBe(4);

    await client.mutate(UPDATE_ALIAS, { input: { aliasName, keyId: second.keyId } });
    expect(await readPage(client)).toEqual({
      keys: { [first.id]: [], [second.id]: [aliasName] },
      all: [aliasName],
    });
    expect(await client.cached<AliasNode>(ALIAS, { id })).toMatchObject(namedBy(second));

    await client.mutate(DELETE_ALIAS, { input: { aliasName } });
    expect(await readPage(client)).toEqual({
      keys: { [first.id]: [], [second.id]: [] },
      all: [],
    });
    expect(await client.cached<AliasNode>(ALIAS, { id })).toBeNull();
    expect(requests).toBe(6);
    expect(client.warnings).toEqual([]);
  });
});
