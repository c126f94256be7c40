import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';

/** The texts of Prisma's statements depend on the number of values in a list, so they are not bounded. */
const MAX_STATEMENTS = 200;

/** The part of a connection that Prisma's adapter uses. */
export interface Connection {
  readonly prepare: (sql: string) => Query;
  readonly exec: (sql: string) => void;
  readonly close: () => void;
}

/**
 * A connection that keeps its statements. Prisma's adapter prepares one for each query, which takes longer than most of
 * our queries run.
 */
export function keepStatements(database: Database.Database): Connection {
  const kept = new LRUCache<string, Database.Statement>({ max: MAX_STATEMENTS });
  const keptOf = (sql: string): Database.Statement => {
    const known = kept.get(sql) ?? database.prepare(sql);
    kept.set(sql, known);
    return known;
  };
  return {
    prepare: (sql) => new Query(keptOf(sql)),
    exec: (sql) => void database.exec(sql),
    close: () => void database.close(),
  };
}

/** The part of a statement that the adapter uses. A statement can be bound only once, so the values are passed each time that it runs. */
class Query {
  readonly #statement: Database.Statement;
  #values: unknown[] = [];

  constructor(statement: Database.Statement) {
    this.#statement = statement;
  }

  get reader(): boolean {
    return this.#statement.reader;
  }

  bind(values: unknown[]): this {
    this.#values = values;
    return this;
  }

  columns() {
    return this.#statement.columns();
  }

  raw(): this {
    this.#statement.raw();
    return this;
  }

  all() {
    return this.#statement.all(...this.#values);
  }

  run() {
    return this.#statement.run(...this.#values);
  }
}
