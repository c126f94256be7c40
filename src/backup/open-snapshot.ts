import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '#domain/progress.ts';
import { attachStore } from '#store/open-store.ts';
import { inspectPostgresql } from '#store/postgresql/inspect.ts';
import { copyDatabase } from '#store/sqlite/copy.ts';
import { inspectDatabase } from '#store/sqlite/inspect.ts';
import { migrate } from '#store/sqlite/migrate.ts';
import type { Reader, StoreOptions } from '#store/store.ts';
import { explained } from './backup-error.ts';
import { copyFiles } from './files.ts';
import { scratchFolder } from './scratch-folder.ts';

export type SnapshotOptions = Pick<StoreOptions, 'database' | 'dataDir' | 'pool'>;

export interface Snapshot extends AsyncDisposable {
  readonly db: Reader;
}

/**
 * What is to be verified, opened to read, of the level of this code: a copy of a file, or of the SQLite database that
 * the settings name, in a folder that goes with it; PostgreSQL's is read where it is.
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
    return opened(db, opening.move());
  }
  const folder = opening.use(
    await explained('There is no room for a copy', () =>
      scratchFolder(join(tmpdir(), 'keywright-verify-')),
    ),
  );
  const copy = join(folder.path, 'keywright.db');
  if (file !== undefined) await copyFiles(file, copy);
  else if (database.kind === 'sqlite') await copyDatabase(database.file, copy, progress);
  inspectDatabase(copy, file ?? 'The database');
  migrate(copy);
  return opened(await open({ kind: 'sqlite', file: copy }), opening.move());
}

const opened = (db: Reader, resources: AsyncDisposable): Snapshot => ({
  db,
  [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
});
