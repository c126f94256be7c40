import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Progress } from '#domain/progress.ts';
import { DatabaseError } from '../database-error.ts';

/** Between two steps the event loop turns: progress is told, and signals are heard. */
const PAGES_PER_STEP = 1_000;

/**
 * Copies a database as it stands at one moment, whoever writes to it meanwhile; takes no lock that a server would
 * notice. The read transaction is what makes it so: without one SQLite starts over whenever another process has
 * committed between two steps, and beside a busy server it never ends. Until it is done the server's write-ahead log
 * grows by what is written.
 * @param copy a name that is free, or an empty file; it becomes a database that needs no other file beside it
 * @returns its pages. @throws DatabaseError
 */
export async function copyDatabase(
  file: string,
  copy: string,
  progress: Progress,
): Promise<number> {
  if (!existsSync(file)) throw new DatabaseError('There is no database yet: npm start makes one.');
  try {
    const source = new Database(file, { fileMustExist: true, timeout: 5_000 });
    try {
      source.exec('PRAGMA query_only=ON; BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_master').get(); // BEGIN alone reads nothing yet, and holds nothing
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
      `The database ${file} cannot be copied (${String((cause as { code?: unknown }).code)}). Check that the disk has room, and whether the database is whole.`,
      { cause },
    );
  }
}

/**
 * Takes what the write-ahead log beside a database holds into it, and ends the log. It has to be the only one that has
 * the database open.
 * @throws SqliteError, of code SQLITE_BUSY when it is not
 */
export function asOneFile(file: string): void {
  const database = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('journal_mode=DELETE');
  } finally {
    database.close();
  }
}
