import type { Prisma } from '#generated/sqlite/client.ts';
import type { ColumnKind, Table } from '../table.ts';
import type { Invalidation } from './invalidations.ts';
import type { Values } from './write-set.ts';

/** A transaction of the client that writes. */
export type Transaction = Prisma.TransactionClient;

/**
 * The statements of a commit in the words of one database. Each takes one parameter: its rows as
 * one JSON text, of `rowsAsJson` or `rowsToInsert`, whose values are those of `toJson`. The names in them come from the tables of the
 * code, never from input.
 */
export interface Dialect {
  /** `INSERT INTO … SELECT … FROM` the JSON text; what may follow is the same in both databases. */
  readonly insert: (table: Table) => string;
  /** The rows as `insert` takes them. */
  readonly rowsToInsert: (table: Table, rows: readonly Values[]) => string;
  /**
   * The given columns of the rows whose `where` columns have the given values, as text, in one order
   * everywhere. On PostgreSQL nobody else changes these rows until the transaction ends.
   */
  readonly select: (table: Table, where: readonly string[], columns: readonly string[]) => string;
  /** How many rows have the given value in a column, for each value: columns `parent` and `rows`. */
  readonly countBy: (table: Table, column: string) => string;
  /** Those of the given rows that another transaction has locked. Undefined: there is no other. */
  readonly findLocked: ((table: Table, where: readonly string[]) => string) | undefined;
  /**
   * Inserts rows of an append-only table on the connection of the open transaction, without Prisma.
   * @param ending what follows the statement
   * @returns the rows that were inserted or updated. Undefined: there is no direct way.
   */
  readonly insertDirectly?:
    | ((table: Table, rows: readonly Values[], ending: string) => readonly Values[])
    | undefined;
  readonly update: (table: Table, where: readonly string[], columns: readonly string[]) => string;
  readonly delete: (table: Table, where: readonly string[]) => string;
  /** A value as it stands in the JSON text. */
  readonly toJson: (value: unknown) => unknown;
  /** A value as `select` returns it. */
  readonly toText: (value: unknown, kind: ColumnKind) => string | null;
  /** Tells other replicas what was changed, once the transaction is committed. */
  readonly announce: (tx: Transaction, invalidation: Invalidation) => Promise<unknown>;
}

/** Rows as the one JSON text that the statements of a dialect take. */
export const rowsAsJson = ({ toJson }: Pick<Dialect, 'toJson'>, rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toJson(value)])),
    ),
  );
