import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRepetitive } from '#config/start-warnings.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';

const fixed = {
  KEYWRIGHT_ACCESS_KEY_ID: 'configured',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'configured-secret',
};

const warningsIn = (lines: readonly string[]) =>
  lines
    .map((line) => JSON.parse(line) as { level: number; msg: string; place?: string })
    .flatMap(({ level, msg, place }) => (level === 40 ? [[msg, place]] : []));

/** The warnings in the log of a server that was started with these settings, and stopped. */
async function warningsOf(settings: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const kms = await startKms({
    settings: { ...fixed, ...settings },
    log: (line) => lines.push(line),
  });
  await kms[Symbol.asyncDispose]();
  return warningsIn(lines);
}

function fileOf(text: string, mode: number): string {
  const file = join(makeDataDir({ migrated: false }), 'given');
  writeFileSync(file, text);
  chmodSync(file, mode); // whatever the umask is
  return file;
}

const REPETITIVE_KEY = 'the root key is repetitive, so it can be guessed';
const READABLE = 'others can read the root key file';
const NO_TLS = 'no TLS in front: HOST is public and KEYWRIGHT_PUBLIC_URL is not https';
const rootKey = () => randomBytes(32).toString('base64');

describe('A start warns, in one line each,', () => {
  it('of nothing where all is well', async () => {
    expect(await warningsOf({})).toEqual([]);
    expect(
      await warningsOf({
        KEYWRIGHT_ROOT_KEY_FILE: fileOf(rootKey(), 0o600),
        HOST: '0.0.0.0',
        KEYWRIGHT_PUBLIC_URL: 'https://kms.example.com',
      }),
    ).toEqual([]);
  });

  it('on standard error of its process', async () => {
    const server = await startProcess({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      ...fixed,
      HOST: '0.0.0.0',
    });
    await server.kill('SIGTERM');
    const lines = server.output().stderr.trim().split('\n');
    expect(warningsIn(lines)).toEqual([[NO_TLS, '0.0.0.0']]);
  });

  it('of a root key or a passphrase that is repetitive', async () => {
    const zeros = Buffer.alloc(32).toString('base64');
    expect(await warningsOf({ KEYWRIGHT_ROOT_KEY: zeros })).toEqual([
      [REPETITIVE_KEY, 'KEYWRIGHT_ROOT_KEY'],
    ]);
    const file = fileOf(Buffer.from('0123456789abcdef'.repeat(2)).toString('base64'), 0o400);
    expect(
      await warningsOf({ KEYWRIGHT_ROOT_KEY: rootKey(), KEYWRIGHT_NEXT_ROOT_KEY_FILE: file }),
    ).toEqual([[REPETITIVE_KEY, file]]);
    expect(await warningsOf({ KEYWRIGHT_ROOT_KEY_PASSPHRASE: 'password'.repeat(3) })).toEqual([
      ['the passphrase is repetitive, so it can be guessed', 'KEYWRIGHT_ROOT_KEY_PASSPHRASE'],
    ]);
  });

  it('of a root key file that others can read', async () => {
    for (const mode of [0o604, 0o640]) {
      const file = fileOf(rootKey(), mode);
      expect([mode, await warningsOf({ KEYWRIGHT_ROOT_KEY_FILE: file })]).toEqual([
        mode,
        [[READABLE, file]],
      ]);
    }
    const passphrase = fileOf('six random words of a list or more', 0o644);
    expect(await warningsOf({ KEYWRIGHT_ROOT_KEY_PASSPHRASE_FILE: passphrase })).toEqual([
      [READABLE, passphrase],
    ]);
  });

  it('of a public address without TLS in front', async () => {
    expect(await warningsOf({ HOST: '0.0.0.0' })).toEqual([[NO_TLS, '0.0.0.0']]);
    expect(
      await warningsOf({ HOST: '0.0.0.0', KEYWRIGHT_PUBLIC_URL: 'http://kms.example.com' }),
    ).toEqual([[NO_TLS, '0.0.0.0']]);
    expect(await warningsOf({ HOST: '127.0.0.2' })).toEqual([]);
  });
});

describe('A root key', () => {
  it('is repetitive when it has few different bytes, or the same ones over again', () => {
    for (const text of [
      'aaaaaaaaaaaaaaaa',
      'abababababababab',
      'abcabcabcabcabcab',
      'aaaaaaaaaaaaaaab',
      'passwordpassword',
    ])
      expect([text, isRepetitive(Buffer.from(text))]).toEqual([text, true]);
    for (const text of ['correct horse battery staple', '0123456789abcdef', 'passwordpasswort'])
      expect([text, isRepetitive(Buffer.from(text))]).toEqual([text, false]);
    for (let count = 0; count < 100; count += 1) expect(isRepetitive(randomBytes(32))).toBe(false);
  });
});
