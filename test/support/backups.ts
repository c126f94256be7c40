import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { backUp } from '#backup/back-up.ts';
import { restore } from '#backup/restore.ts';
import { verifyBackup } from '#backup/verify.ts';
import { adviceFor } from '#cli/exit-with-error.ts';
import { readConfig } from '#config/config.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { formatFindings } from '#verify/report.ts';
import { type Credential, makeDataDir } from './kms.ts';
import { runScript } from './process.ts';
import { callV1 } from './rpc-client.ts';
import { startHere } from './start-here.ts';

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
    /** Does what a command does in this process: a process of its own takes many times as long. */
    runHere: (
      name: keyof typeof COMMANDS,
      file: string,
      more: Readonly<Record<string, string>> = {},
    ) => runHere(name, file, { ...settings, ...more }),
    /** Runs a command of the project on it. */
    run: (
      name: string,
      args: readonly string[] = [],
      more: Readonly<Record<string, string>> = {},
    ) => runScript(`src/cli/${name}.ts`, { ...settings, ...more }, args),
  };
}

type Settings = Readonly<Record<string, string>>;

const COMMANDS = {
  backup: {
    failure: 'The backup failed.',
    async work(settings: Settings, file: string) {
      await backUp(readConfig(settings).database, file, () => {});
      return { code: 0, stdout: '' };
    },
  },
  restore: {
    failure: 'The backup was not restored.',
    async work(settings: Settings, file: string) {
      await restore(readConfig(settings), file, () => {});
      return { code: 0, stdout: '' };
    },
  },
  'backup-verify': {
    failure: 'The backup was not verified.',
    async work(settings: Settings, file: string) {
      const config = readConfig(settings);
      const findings = await verifyBackup(file, {
        ...config,
        rootKeys: rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey),
        copying: () => {},
        verifying: () => {},
      });
      return { code: findings.problemCount > 0 ? 1 : 0, stdout: `${formatFindings(findings)}\n` };
    },
  },
} as const;

async function runHere(name: keyof typeof COMMANDS, file: string, settings: Settings) {
  const { work, failure } = COMMANDS[name];
  try {
    return { ...(await work(settings, file)), stderr: '' };
  } catch (error) {
    const advice = adviceFor(error);
    if (advice === undefined) throw error;
    return { code: 1, stdout: '', stderr: `${failure} ${advice}\n` };
  }
}

/** What makes a command end at a step of its work on files. */
export const endAtStep = (how: 'KILL_BEFORE' | 'INTERRUPT_AFTER', step: number) => ({
  NODE_OPTIONS: `--import=${resolve(import.meta.dirname, 'end-at-step.ts')}`,
  [`TEST_${how}_STEP`]: String(step),
});

export async function createKey(
  server: { readonly url: string },
  input: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { json } = await callV1(server, credential, 'CreateKey', input);
  return (json.KeyMetadata as { KeyId: string }).KeyId;
}

export const encrypt = async (
  server: { readonly url: string },
  KeyId: string,
  Plaintext: string,
): Promise<string> =>
  String((await callV1(server, credential, 'Encrypt', { KeyId, Plaintext })).json.CiphertextBlob);

/** A stopped site with keys of two specs, and a backup of it. */
export async function backedUpSite() {
  const site = makeSite();
  await using server = await startHere(site.settings);
  const keyIds = [await createKey(server), await createKey(server, { KeySpec: 'Aliyun_SM4' })];
  const file = join(makeDataDir({ migrated: false }), 'backup.db');
  expect((await site.runHere('backup', file)).code).toBe(0);
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
