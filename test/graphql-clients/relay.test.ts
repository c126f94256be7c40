import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { postGraphql } from '../support/graphql-client.ts';
import { connect } from './connect.ts';

const require = createRequire(import.meta.url);
const ROOT = resolve(import.meta.dirname, '../..');

/** Compiles relay/keys.js. @returns the text of each operation that Relay sends, by its name */
async function compile(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(process.env.KEYWRIGHT_TEST_DIR ?? '', 'relay-'));
  const artifacts = join(folder, 'artifacts');
  mkdirSync(artifacts);
  mkdirSync(join(folder, 'src'));
  cpSync(join(import.meta.dirname, 'relay/keys.js'), join(folder, 'src/keys.js'));
  cpSync(join(ROOT, 'src/graphql/schema.graphql'), join(folder, 'schema.graphql'));
  const config = {
    src: './src',
    schema: './schema.graphql',
    artifactDirectory: './artifacts',
    language: 'javascript',
    eagerEsModules: false,
  };
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules/.bin/relay-compiler');
  await promisify(execFile)(compiler, ['--noWatchman'], { cwd: folder });
  const texts = new Map<string, string>();
  for (const name of readdirSync(artifacts)) {
    const artifact = require(join(artifacts, name));
    if (artifact.params) texts.set(artifact.params.name, artifact.params.text);
  }
  return texts;
}

describe('Relay', () => {
  it('compiles its documents against the schema, and the server answers what it sends', async () => {
    const texts = await compile();
    const { kms, account } = await connect();
    const send = async (name: string, variables: object) => {
      const { data, errors } = await postGraphql(kms, account, {
        query: texts.get(name),
        variables,
      });
      expect(errors).toBeUndefined();
      return data;
    };
    const created = await postGraphql(kms, account, {
      query: 'mutation { createKey { id keyId primaryKeyVersion } }',
    });
    const { id = '', keyId, primaryKeyVersion } = Object(created.data?.createKey);
    const aliasName = 'alias/relay';
    const { createAlias } = (await send('keysCreateAliasMutation', {
      input: { keyId, aliasName },
    })) as { createAlias: { alias: { id: string } } };
    const alias = { id: createAlias.alias.id, aliasName };
    expect(createAlias).toEqual({ alias });

    const page = { first: 1, id, ids: [alias.id, id] };
    const first = (await send('keysPageQuery', page)) as unknown as FirstPage;
    const versionId = first.keys.edges[0]?.node.versions.edges[0]?.node.id ?? '';
    const ids = [alias.id, versionId];
    expect(await send('keysPageQuery', { ...page, ids })).toMatchObject({
      keys: { edges: [{ node: { keyId } }], pageInfo: { hasNextPage: false } },
      node: { keyId, aliases: { edges: [{ node: alias }] } },
      nodes: [alias, { id: versionId, keyVersionId: primaryKeyVersion }],
      viewer: { accountId: account.accountId },
    });
    expect(await send('keysAliasesQuery', { id })).toMatchObject({
      node: { id, aliases: { edges: [{ node: alias }] } },
    });
    expect(await send('keysAliasQuery', { id: alias.id })).toMatchObject({ node: alias });
    expect(await send('keysViewerQuery', {})).toEqual({
      viewer: { accountId: account.accountId },
    });

    expect(await send('keysDeleteAliasMutation', { input: { aliasName } })).toEqual({
      deleteAlias: { deletedAliasId: alias.id },
    });
    expect(await send('keysAliasQuery', { id: alias.id })).toEqual({ node: null });
  });
});

interface FirstPage {
  readonly keys: {
    readonly edges: readonly {
      readonly node: {
        readonly versions: {
          readonly edges: readonly { readonly node: { readonly id: string } }[];
        };
      };
    }[];
  };
}
