import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';

/**
 * Durability is a setting of each connection, not of the file: SQLite reopens a WAL database with `synchronous=NORMAL`,
 * and then a power failure loses acknowledged keys (a `kill -9` does not show this). busy_timeout is short because SQLite
 * blocks the whole process while it waits; store/commit continues to wait asynchronously.
 */
const WRITER_PRAGMAS = `
  PRAGMA journal_mode=WAL;
  PRAGMA synchronous=FULL;
  PRAGMA foreign_keys=ON;
  PRAGMA secure_delete=ON;
  PRAGMA busy_timeout=100;
`;

/** A write through the reader throws: only store/commit writes. */
export const READER_PRAGMAS = `${WRITER_PRAGMAS} PRAGMA query_only=ON;`;

/** Opens SQLite connections and sets the pragmas above before their first statement. */
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
