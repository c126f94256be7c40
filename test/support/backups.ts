import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { type Credential, makeDataDir } from './kms.ts';
import { type RunningServer, runScript, startProcess } from './process.ts';
import { callV1 } from './rpc-client.ts';

export const credential: Credential = {
  accountId: '',
  id: 'backup',
  secret: 'a-secret-for-the-backup',
};

/** A data folder to be, and what the commands and the server are told of it. */
export function makeSite() {
  const dataDir = makeDataDir({ migrated: false });
  const settings = {
    KEYWRIGHT_DATA_DIR: dataDir,
    KEYWRIGHT_ACCESS_KEY_ID: credential.id,
    KEYWRIGHT_ACCESS_KEY_SECRET: credential.secret,
    KEYWRIGHT_LOG_LEVEL: 'silent',
    TMPDIR: makeDataDir({ migrated: false }),
  };
  return {
    dataDir,
    settings,
    database: join(dataDir, 'keywright.db'),
    /** Runs a command of the project on it. */
    run: (
      name: string,
      args: readonly string[] = [],
      more: Readonly<Record<string, string>> = {},
    ) => runScript(`src/cli/${name}.ts`, { ...settings, ...more }, args),
  };
}

/** What makes a command end at a step of its work on files. */
export const endAtStep = (how: 'KILL_BEFORE' | 'INTERRUPT_AFTER', step: number) => ({
  NODE_OPTIONS: `--import=${resolve(import.meta.dirname, 'end-at-step.ts')}`,
  [`TEST_${how}_STEP`]: String(step),
});

export async function createKey(
  server: RunningServer,
  input: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { json } = await callV1(server, credential, 'CreateKey', input);
  return (json.KeyMetadata as { KeyId: string }).KeyId;
}

export const encrypt = async (
  server: RunningServer,
  KeyId: string,
  Plaintext: string,
): Promise<string> =>
  String((await callV1(server, credential, 'Encrypt', { KeyId, Plaintext })).json.CiphertextBlob);

/** A stopped site with keys of two specs, and a backup of it. */
export async function backedUpSite() {
  const site = makeSite();
  await using server = await startProcess(site.settings);
  const keyIds = [await createKey(server), await createKey(server, { KeySpec: 'Aliyun_SM4' })];
  const file = join(makeDataDir({ migrated: false }), 'backup.db');
  expect((await site.run('backup', [file])).code).toBe(0);
  await server.kill('SIGTERM');
  return { ...site, file, keyIds };
}

/** Runs work on a database file, and closes it. */
export function onDatabase<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

export const keyIdsIn = (file: string): string[] =>
  onDatabase(
    file,
    (database) => database.prepare('SELECT id FROM "Key" ORDER BY id').pluck().all() as string[],
  );
