import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';

/**
 * Durability belongs to the connection, not to the file: SQLite reopens a WAL database with
 * `synchronous=NORMAL`, and a power cut would then lose acknowledged keys that no `kill -9` shows.
 * The wait for a busy database is short because it stops the whole process; commit.ts waits on, asynchronously.
 */
const WRITER_PRAGMAS = `
  PRAGMA journal_mode=WAL;
  PRAGMA synchronous=FULL;
  PRAGMA foreign_keys=ON;
  PRAGMA secure_delete=ON;
  PRAGMA busy_timeout=100;
`;

/** A stray write through the reader throws: everything written goes through commit.ts. */
const READER_PRAGMAS = `${WRITER_PRAGMAS} PRAGMA query_only=ON;`;

/** Opens SQLite connections that have the pragmas above from their first statement on. */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  readonly #pragmas: string;

  constructor(file: string, role: 'reader' | 'writer') {
    super({ url: file });
    this.#pragmas = role === 'reader' ? READER_PRAGMAS : WRITER_PRAGMAS;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const connection = await super.connect();
    await connection.executeScript(this.#pragmas);
    return connection;
  }
}
