import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Client, fetchExchange } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { type Connection, connect } from './connect.ts';

const run = promisify(execFile);
const MODULES = resolve(import.meta.dirname, '../../node_modules');

/** A project of its own, with the types that gql.tada makes of what the server says of its schema. */
async function makeProject({ url, headers }: Connection) {
  const folder = mkdtempSync(join(process.env.KEYWRIGHT_TEST_DIR ?? '', 'tada-'));
  symlinkSync(MODULES, join(folder, 'node_modules'));
  cpSync(join(import.meta.dirname, 'tada'), folder, { recursive: true });
  const plugin = {
    name: 'gql.tada/ts-plugin',
    schema: { url, headers },
    tadaOutputLocation: './graphql-env.d.ts',
  };
  const compilerOptions = {
    target: 'esnext',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ['node'],
    plugins: [plugin],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const command = (name: string, ...args: string[]) =>
    run(join(MODULES, '.bin', name), args, { cwd: folder });
  await command('gql.tada', 'generate', 'output');
  return { folder, compile: () => command('tsc', '-p', '.').then(() => '', outputOf) };
}

const outputOf = ({ stdout }: { stdout: string }): string => stdout;

describe('gql.tada', () => {
  it('types documents by the schema that the server shows, and they do what they say', async () => {
    const connection = await connect();
    const { folder, compile } = await makeProject(connection);
    // All of them are in mistakes.ts: keys.ts compiles.
    const wrong = (await compile()).match(/^\S+(?=\(\d+,\d+\): error)|TS\d+/gm);
    expect(wrong).toEqual([
      'mistakes.ts',
      'TS18047',
      'mistakes.ts',
      'TS2322',
      'mistakes.ts',
      'TS2741',
    ]);

    const client = new Client({
      url: connection.url,
      preferGetMethod: false,
      fetchOptions: { headers: connection.headers },
      exchanges: [fetchExchange],
    });
    const { useKey } = await import(pathToFileURL(join(folder, 'keys.ts')).href);
    const plaintext = Buffer.from('salaries').toString('base64');
    const used = await useKey(client, plaintext);
    const { keyId } = used;
    expect(used).toEqual({
      keyId: expect.any(String),
      isEnabled: true,
      decrypted: { keyId, plaintext },
      listed: [{ keyId, keySpec: 'Aliyun_SM4' }],
    });
  });
});
