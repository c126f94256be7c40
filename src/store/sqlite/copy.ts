import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Progress } from '#domain/progress.ts';
import { DatabaseError } from '../database-error.ts';

/** Between two steps the event loop runs, so that progress is reported and signals are handled. */
const PAGES_PER_STEP = 1_000;

/**
 * Makes a consistent copy of a database while a server uses it, without a lock that blocks the server. It reads in one
 * transaction: without it SQLite starts over after each commit of another process, and next to a busy server it would
 * never finish. The server's write-ahead log cannot be emptied until the copy is done.
 * @param copy path of a file that does not exist or is empty; afterwards a database in a single file
 * @returns the number of copied pages. @throws DatabaseError
 */
export async function copyDatabase(
  file: string,
  copy: string,
  progress: Progress,
): Promise<number> {
  if (!existsSync(file))
    throw new DatabaseError('There is no database yet. Run npm start to create it.');
  try {
    const source = new Database(file, { fileMustExist: true, timeout: 5_000 });
    try {
      source.exec('PRAGMA query_only=ON; BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_master').get(); // the first read starts the transaction; BEGIN does not
      const { totalPages } = await source.backup(copy, {
        progress({ totalPages, remainingPages }) {
          progress(totalPages - remainingPages, totalPages);
          return PAGES_PER_STEP;
        },
      });
      progress(totalPages, totalPages);
      asOneFile(copy);
      return totalPages;
    } finally {
      source.close();
    }
  } catch (cause) {
    throw new DatabaseError(
      `The database ${file} cannot be copied (${String((cause as { code?: unknown }).code)}). Check that the disk has free space and that the database is not damaged.`,
      { cause },
    );
  }
}

/**
 * Writes the write-ahead log of a database into its file and deletes the log. No one else may have the database open.
 * @throws SqliteError with the code SQLITE_BUSY if another connection is open
 */
export function asOneFile(file: string): void {
  const database = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('journal_mode=DELETE');
  } finally {
    database.close();
  }
}
