import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '#domain/progress.ts';
import { attachStore } from '#store/open-store.ts';
import { inspectPostgresql } from '#store/postgresql/inspect.ts';
import { copyDatabase } from '#store/sqlite/copy.ts';
import { inspectDatabase } from '#store/sqlite/inspect.ts';
import { migrate } from '#store/sqlite/migrate.ts';
import type { Reader, StoreOptions } from '#store/store.ts';
import { withFileErrors } from './backup-error.ts';
import { copyFiles } from './files.ts';
import { scratchFolder } from './scratch-folder.ts';

/** The database of the settings. */
export type SnapshotOptions = Pick<StoreOptions, 'database' | 'dataDir' | 'pool'>;

/** A backup, or the database of the settings, open to read. */
export interface Snapshot extends AsyncDisposable {
  readonly db: Reader;
}

/**
 * Opens what is to be verified: a copy of a backup file, or of the SQLite database of the settings, in a temporary folder.
 * The copy is migrated to the schema of this release. A PostgreSQL database is read directly.
 * @param file the backup; undefined for the database of the settings
 * @throws BackupError, DatabaseError
 */
export async function openSnapshot(
  options: SnapshotOptions,
  file: string | undefined,
  progress: Progress,
): Promise<Snapshot> {
  await using opening = new AsyncDisposableStack();
  const open = async (database: StoreOptions['database']) =>
    opening.use(await attachStore({ ...options, database, report: () => {} })).db;
  const { database } = options;
  if (file === undefined && database.kind === 'postgresql') {
    const db = await open(database);
    await inspectPostgresql(db);
    return snapshotOf(db, opening.move());
  }
  const folder = opening.use(
    await withFileErrors('There is no space for a copy', () =>
      scratchFolder(join(tmpdir(), 'keywright-verify-')),
    ),
  );
  const copy = join(folder.path, 'keywright.db');
  if (file !== undefined) await copyFiles(file, copy);
  else if (database.kind === 'sqlite') await copyDatabase(database.file, copy, progress);
  inspectDatabase(copy, file ?? 'The database');
  migrate(copy);
  return snapshotOf(await open({ kind: 'sqlite', file: copy }), opening.move());
}

const snapshotOf = (db: Reader, resources: AsyncDisposable): Snapshot => ({
  db,
  [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
});
