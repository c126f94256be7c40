import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '#backup/back-up.ts';
import { readConfig } from '#config/config.ts';
import {
  databaseSettings,
  onPostgresql,
  onSqlite,
  readDatabase,
  writeDatabase,
} from '../support/database.ts';
import { makeDataDir } from '../support/kms.ts';
import { runScript } from '../support/process.ts';
import type { WatchedServer } from './watched-server.ts';

/** Where a secret must not be, with all that is there. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The only file that may have a secret: the root key itself. */
const ROOT_KEY_FILE = 'root-key';

/** The log, the database by columns, its files, a backup, and what is exported of the audit. */
export async function placesOf(watched: WatchedServer): Promise<Place[]> {
  return [
    ...watched.logLines.map(logLine),
    ...(await columnsOf(watched)),
    ...filesOf(watched.kms.dataDir),
    ...(onSqlite ? [await backupOf(watched)] : []),
    await exportOf(watched),
  ];
}

/** A line by its message and the names of its fields: its values may be the secret. */
function logLine(line: string): Place {
  const { msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  return { name: `the log, "${msg}" with ${Object.keys(fields)}`, bytes: Buffer.from(line) };
}

/** Each column of each table, all rows together. */
async function columnsOf({ kms: { dataDir } }: WatchedServer): Promise<Place[]> {
  const tables = await readDatabase<{ name: string }>(
    dataDir,
    onPostgresql
      ? `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`
      : `SELECT name FROM sqlite_master WHERE type = 'table'`,
  );
  const columns = new Map<string, Buffer[]>();
  for (const { name } of tables)
    for (const row of await readDatabase<Record<string, unknown>>(
      dataDir,
      `SELECT * FROM "${name}"`,
    ))
      for (const [column, value] of Object.entries(row)) {
        const place = `${name}.${column}`;
        const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
        columns.set(place, [...(columns.get(place) ?? []), bytes, Buffer.from('\n')]);
      }
  return [...columns].map(([name, bytes]) => ({ name, bytes: Buffer.concat(bytes) }));
}

/** The files of the data folder: on SQLite the database and its write-ahead log too. */
const filesOf = (dataDir: string): Place[] =>
  readdirSync(dataDir)
    .filter((name) => name !== ROOT_KEY_FILE)
    .map((name) => ({ name: `the file ${name}`, bytes: readFileSync(join(dataDir, name)) }));

async function backupOf({ kms: { dataDir } }: WatchedServer): Promise<Place> {
  const file = join(makeDataDir({ migrated: false }), 'backup.db');
  await backUp(readConfig({ KEYWRIGHT_DATA_DIR: dataDir }).database, file, () => {});
  return { name: 'the backup', bytes: readFileSync(file) };
}

/** What `npm run audit -- export` writes and prints. It leaves out the last minutes and other accounts. */
async function exportOf({ kms, settings }: WatchedServer): Promise<Place> {
  const { dataDir, deployment } = kms;
  const environment = {
    ...settings,
    ...(await databaseSettings(dataDir)),
    KEYWRIGHT_DATA_DIR: dataDir,
  };
  const older = `"id" = '00' || substr("id", 3)`;
  const own = `"accountId" = '${deployment.accountId}'`;
  await writeDatabase(dataDir, `UPDATE "AuditEvent" SET ${older}, ${own}`);
  const { code, stdout, stderr } = await runScript('src/cli/audit.ts', environment, ['export']);
  if (code !== 0) throw new Error(stderr);
  return { name: 'the exported audit', bytes: Buffer.from(stdout + stderr) };
}
