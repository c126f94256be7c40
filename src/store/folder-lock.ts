import Database from 'better-sqlite3';

/** Another server works on this folder. */
export class FolderInUseError extends Error {}

/**
 * Holds a folder for this process alone. The lock is SQLite's own on a small file: the operating system
 * lets go of it when the process dies, however it dies, so nothing stale is left to be cleaned up.
 * @throws FolderInUseError
 */
export function lockFolder(folder: string): Disposable {
  const lock = new Database(`${folder}/keywright.lock`, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new FolderInUseError(
      `Another Keywright server is running on ${folder}. Stop it, or give this one a folder of its own (KEYWRIGHT_DATA_DIR).`,
    );
  }
  return { [Symbol.dispose]: () => lock.close() };
}
