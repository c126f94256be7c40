import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** The folder cannot be used: another server works on it, or it cannot be written. */
export class FolderError extends Error {}

/**
 * Makes a folder (mode 700) if there is none, and holds it for this process alone. The lock is SQLite's own on a
 * small file: the operating system lets go of it when the process dies, however it dies, so nothing stale is left.
 * @throws FolderError
 */
export function lockFolder(folder: string): Disposable {
  let lock: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = new Database(`${folder}/keywright.lock`, { timeout: 0 });
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    const code = String((error as { code?: unknown }).code);
    throw code.startsWith('SQLITE_BUSY')
      ? new FolderError(
          `Another Keywright server is running on ${folder}. Stop it, or give this one a folder of its own (KEYWRIGHT_DATA_DIR).`,
        )
      : new FolderError(
          `The folder ${folder} cannot be made or written (${code}). Check KEYWRIGHT_DATA_DIR and DATABASE_URL, whose it is, and that the disk has room.`,
        );
  }
  const held = lock;
  return { [Symbol.dispose]: () => void held.close() };
}

/** Where a path really leads: by two names for one place a server would lock itself out, or two would get in. */
export const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** Holds what a server on this database would hold: the folder of the database and the data folder, which may be one. @throws FolderError */
export function lockFoldersOf(file: string, dataDir: string): Disposable {
  using locks = new DisposableStack();
  for (const folder of new Set([realPath(dirname(realPath(file))), realPath(dataDir)]))
    locks.use(lockFolder(folder));
  return locks.move();
}
