import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CreateKeyDocument, KeysDocument } from 'keywright/documents';
import { describe, expect, it } from 'vitest';
import { postGraphql } from '../support/graphql-client.ts';
import { sharedKms } from '../support/kms.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What `npm pack` would write. */
async function packedFiles(): Promise<string[]> {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
  });
  const [packed] = Object.values(
    JSON.parse(stdout) as Record<string, { files: { path: string }[] }>,
  );
  return packed?.files.map(({ path }) => path).toSorted() ?? [];
}

/** A project that depends on this one. @param install puts the package at a path */
function dependent(install: (path: string) => void): string {
  const base = process.env.KEYWRIGHT_TEST_DIR;
  if (!base) throw new Error('global-setup.ts makes the folder of the run');
  const folder = mkdtempSync(join(base, 'dependent-'));
  mkdirSync(join(folder, 'node_modules'));
  install(join(folder, 'node_modules/keywright'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

const USE = `
  import { readFileSync } from 'node:fs';
  import { fileURLToPath } from 'node:url';
  import { KeysDocument, KeyState } from 'keywright/documents';
  const schema = readFileSync(fileURLToPath(import.meta.resolve('keywright/schema.graphql')), 'utf8');
  const hidden = await import('keywright/src/main.ts').catch(({ code }) => code);
  console.log(JSON.stringify([schema, KeysDocument.toString(), KeyState.Enabled, hidden]));
`;

describe('The package', () => {
  it('packs the schema and the documents, and nothing of the server', async () => {
    expect(await packedFiles()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
      'src/generated/exported/documents.d.ts',
      'src/generated/exported/documents.js',
      'src/graphql/schema.graphql',
    ]);
  });

  it.each([
    ['a link to the folder', async () => (path: string) => symlinkSync(ROOT, path)],
    [
      'what was packed',
      async () => {
        const files = await packedFiles();
        return (path: string) => {
          for (const file of files) {
            mkdirSync(dirname(join(path, file)), { recursive: true });
            cpSync(join(ROOT, file), join(path, file));
          }
        };
      },
    ],
  ])('gives a dependent its schema and documents, by %s', async (_way, installer) => {
    const folder = dependent(await installer());
    writeFileSync(join(folder, 'use.js'), USE);
    const { stdout } = await run(process.execPath, ['use.js'], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual([
      readFileSync(join(ROOT, 'src/graphql/schema.graphql'), 'utf8'),
      expect.stringContaining('query Keys('),
      'Enabled',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ]);
  });

  it('has documents with the types of their variables and answers', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const made = await postGraphql(kms, account, {
      query: String(CreateKeyDocument),
      variables: { input: { description: 'exported' } },
    });
    expect(made.errors).toBeUndefined();
    const { data } = await postGraphql(kms, account, { query: String(KeysDocument) });
    expect(data?.keys).toMatchObject({ edges: [{ node: { description: 'exported' } }] });
    // Checked by tsc.
    type Result<D> = D extends { __apiType?: (variables: infer V) => infer R } ? [V, R] : never;
    type Keys = Result<typeof KeysDocument>;
    const variables: Keys[0] = { first: 1, filter: { keyState: ['Enabled'] } };
    // @ts-expect-error no state of a key
    const wrong: Keys[0] = { filter: { keyState: ['Gone'] } };
    expect([variables, wrong]).toHaveLength(2);
    const description = (answer: Keys[1]): string | undefined =>
      answer.keys?.edges[0]?.node.description;
    expect(description(data as unknown as Keys[1])).toBe('exported');
  });
});
