import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** The folder cannot be used: another server uses it, or it cannot be created or written. The message says what to do. */
export class FolderError extends Error {}

/**
 * Creates a folder (mode 700) if it does not exist, and locks it for this process. The lock is SQLite's own lock on a
 * small file: the operating system releases it when the process ends in any way, so no stale lock can remain.
 * @returns the lock; dispose it to release the folder. @throws FolderError
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
          `Another Keywright server is running on ${folder}. Stop it, or set KEYWRIGHT_DATA_DIR to another folder for this one.`,
        )
      : new FolderError(
          `The folder ${folder} cannot be created or written (${code}). Check KEYWRIGHT_DATA_DIR and DATABASE_URL, the owner of the folder, and that the disk has free space.`,
        );
  }
  const held = lock;
  return { [Symbol.dispose]: () => void held.close() };
}

/**
 * A path without symbolic links. Under two names for one folder a server would wait for its own lock, or two servers could
 * both start. Paths that do not exist are returned unchanged.
 */
export const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** Locks the folders that a server locks: the folder of the database and the data folder, which may be the same. @throws FolderError */
export function lockFoldersOf(file: string, dataDir: string): Disposable {
  using locks = new DisposableStack();
  for (const folder of new Set([realPath(dirname(realPath(file))), realPath(dataDir)]))
    locks.use(lockFolder(folder));
  return locks.move();
}
