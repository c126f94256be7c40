import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import Database from 'better-sqlite3';
import { type Connection, keepStatements } from './keep-statements.ts';

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
  #database: Database.Database | undefined;

  constructor(file: string, role: 'reader' | 'writer') {
    super({ url: file });
    this.#pragmas = role === 'reader' ? READER_PRAGMAS : WRITER_PRAGMAS;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const connection = await super.connect();
    await connection.executeScript(this.#pragmas);
    const adapter = connection as unknown as { client: unknown };
    if (!(adapter.client instanceof Database))
      throw new TypeError("Prisma's adapter has no connection of better-sqlite3");
    this.#database = adapter.client;
    adapter.client = keepStatements(adapter.client) satisfies Connection;
    return connection;
  }

  /** The connection that Prisma's client uses. @throws TypeError before the client is connected */
  get database(): Database.Database {
    if (!this.#database) throw new TypeError('the client is not connected');
    return this.#database;
  }
}
