import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { sharedKms } from '../support/kms.ts';

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  const [{ keyId }, { keyId: other }] = [await as.createKey(), await as.createKey()];
  const ask = async (query: string) => {
    const { data, errors } = await postGraphql(kms, account, { query });
    expect(errors).toBeUndefined();
    return data as Record<string, Record<string, never>>;
  };
  return { kms, account, keyId, other, ask };
}

const ALIAS = 'alias { id aliasName keyId creationDate } key { keyId }';

describe('An alias', () => {
  it('comes back from each mutation with its key, under one id until it is deleted', async () => {
    const { keyId, other, ask } = await setUp();
    const { createAlias } = await ask(
      `mutation { createAlias(input: { keyId: "${keyId}", aliasName: "alias/a" }) { ${ALIAS} } }`,
    );
    expect(createAlias).toEqual({
      alias: {
        id: expect.any(String),
        aliasName: 'alias/a',
        keyId,
        creationDate: expect.any(String),
      },
      key: { keyId },
    });
    const created = createAlias?.alias as { id: string } | undefined;
    const id = String(created?.id);
    const { updateAlias } = await ask(
      `mutation { updateAlias(input: { keyId: "${other}", aliasName: "alias/a" }) { ${ALIAS} previousKey { keyId } } }`,
    );
    expect(updateAlias).toEqual({
      alias: { ...created, keyId: other },
      key: { keyId: other },
      previousKey: { keyId },
    });
    expect(await ask(`{ node(id: "${id}") { ... on Alias { keyId } } }`)).toEqual({
      node: { keyId: other },
    });
    const again = await ask(
      `mutation { updateAlias(input: { keyId: "${other}", aliasName: "alias/a" }) { alias { id } previousKey { keyId } } }`,
    );
    expect(again.updateAlias).toEqual({ alias: { id }, previousKey: { keyId: other } });
    const { deleteAlias } = await ask(
      'mutation { deleteAlias(input: { aliasName: "alias/a" }) { deletedAliasId key { keyId } } }',
    );
    expect(deleteAlias).toEqual({ deletedAliasId: id, key: { keyId: other } });
    expect(await ask(`{ node(id: "${id}") { id } }`)).toEqual({ node: null });
  });

  it('is found by the beginning of its name, sorted by name, from either end', async () => {
    const { keyId, other, ask } = await setUp();
    const names = ['pay/b', 'pay/a', 'pay', 'paz', 'Pay'];
    for (const [index, name] of names.entries())
      await ask(
        `mutation { createAlias(input: { keyId: "${index < 3 ? keyId : other}", aliasName: "alias/${name}" }) { key { keyId } } }`,
      );
    const list = async (args: string) => {
      const { aliases } = await ask(
        `{ aliases(${args}) { totalCount edges { cursor node { aliasName } } } }`,
      );
      return aliases as unknown as {
        totalCount: number;
        edges: { cursor: string; node: { aliasName: string } }[];
      };
    };
    const namesOf = ({ edges }: Awaited<ReturnType<typeof list>>) =>
      edges.map(({ node }) => node.aliasName.slice('alias/'.length));
    const all = await list('prefix: "alias/pay"');
    expect([all.totalCount, namesOf(all)]).toEqual([3, ['pay', 'pay/a', 'pay/b']]);
    const cursor = all.edges[1]?.cursor;
    expect(namesOf(await list(`prefix: "alias/", after: "${cursor}"`))).toEqual(['pay/b', 'paz']);
    expect(namesOf(await list(`prefix: "alias/pay", before: "${cursor}"`))).toEqual(['pay']);
    expect(namesOf(await list('prefix: "alias/pay", last: 1'))).toEqual(['pay/b']);
    expect(namesOf(await list('prefix: "alias/q"'))).toEqual([]);
    expect(namesOf(await list('first: 2'))).toEqual(['pay/b', 'pay/a']); // oldest first
    const { key } = await ask(
      `{ key(keyId: "${keyId}") { aliases(prefix: "alias/pay/") { totalCount edges { node { aliasName } } } } }`,
    );
    expect(key?.aliases).toEqual({
      totalCount: 2,
      edges: ['b', 'a'].map((name) => ({ node: { aliasName: `alias/pay/${name}` } })),
    });
  });

  it.each(['', 'pay', 'alias', 'alias/%', `alias/${'x'.repeat(250)}`])(
    'is not searched for by "%s"',
    async (prefix) => {
      const { kms, account } = await setUp();
      const { errors } = await postGraphql(kms, account, {
        query: `{ aliases(prefix: "${prefix}") { totalCount } }`,
      });
      expect(errors).toMatchObject([{ extensions: { code: 'InvalidParameter', field: 'prefix' } }]);
    },
  );
});
