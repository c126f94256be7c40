import type { Table } from '../table.ts';

/**
 * What one request writes: plain data, whatever the table. All of it becomes durable together, or
 * none of it. The expectations of a write hold at its place in the list: the second change of a row
 * sees the first.
 */
export type WriteSet = readonly Write[];

/** One entry of a write set: one of four verbs, of which require has two forms, or a count. */
export type Write = Insert | Update | Delete | Require | RequireRoom | Count;

/** Columns of a row with their values, by their names. */
export type Values = Readonly<Record<string, unknown>>;

/** A new row. */
export interface Insert {
  readonly verb: 'insert';
  readonly table: Table;
  readonly row: Values;
  /** Absent: a row with these unique columns cannot exist, since their values are random. */
  readonly unique?: {
    readonly columns: readonly string[];
    /**
     * What happens where a row has the same values in these columns: the request raced
     * (`conflict`), or the row takes the new values (`replace`), or the request gets this error.
     */
    readonly taken: 'conflict' | 'replace' | (() => Error);
  };
}

/** New values of some columns of one row. The commit fails if the row does not exist or is not as expected. */
export interface Update {
  readonly verb: 'update';
  readonly table: Table;
  /** Unique columns, which are not changed. */
  readonly where: Values;
  readonly to: Values;
  readonly expect: Values;
}

/** The end of one row. Without `expect` it may be gone already; with it the row is as expected. */
export interface Delete {
  readonly verb: 'delete';
  readonly table: Table;
  readonly where: Values;
  readonly expect?: Values | undefined;
}

/** Writes nothing. The commit of the other writes fails if this row is not as expected. */
export interface Require {
  readonly verb: 'require';
  readonly table: Table;
  readonly where: Values;
  readonly expect: Values;
}

/** Writes nothing. The other writes are good only if they leave a parent with at most this many rows. */
export interface RequireRoom {
  readonly verb: 'requireRoom';
  readonly table: Table;
  /** The column that names the parent, and its value. */
  readonly parent: { readonly column: string; readonly value: string };
  readonly max: number;
}

/** Adds to the numbers of a row, or makes it. Counts commute: they never conflict. */
export interface Count {
  readonly verb: 'count';
  readonly table: Table;
  /** The row where there is none yet. */
  readonly row: Values;
  readonly unique: readonly string[];
  /** The columns whose values are added up. */
  readonly add: readonly string[];
  /** The columns that keep the latest value. */
  readonly latest: readonly string[];
}

type Column<Row> = keyof Row & string;

/** A new row whose unique columns hold random values. */
export const insertRow = <Row extends object>(table: Table<Row>, row: Row): Insert => ({
  verb: 'insert',
  table,
  row: row as Values,
});

/** A new row. @param taken what happens where another row has the same values in `columns` */
export const insertUnique = <Row extends object>(
  table: Table<Row>,
  row: Row,
  columns: readonly Column<Row>[],
  taken: 'conflict' | 'replace' | (() => Error) = 'conflict',
): Insert => ({ verb: 'insert', table, row: row as Values, unique: { columns, taken } });

/** New values of one row, which has to exist and to have the expected values. */
export const updateRow = <Row extends object>(
  table: Table<Row>,
  where: Partial<Row>,
  to: Partial<Row>,
  expect: Partial<Row> = {},
): Update => ({
  verb: 'update',
  table,
  where: where as Values,
  to: to as Values,
  expect: expect as Values,
});

/** The end of one row. @param expect values that the row has to have; absent: it may be gone already */
export const deleteRow = <Row extends object>(
  table: Table<Row>,
  where: Partial<Row>,
  expect?: Partial<Row>,
): Delete => ({
  verb: 'delete',
  table,
  where: where as Values,
  expect: expect as Values | undefined,
});

/** One row has to exist and to have the expected values. */
export const requireRow = <Row extends object>(
  table: Table<Row>,
  where: Partial<Row>,
  expect: Partial<Row>,
): Require => ({ verb: 'require', table, where: where as Values, expect: expect as Values });

/** A parent has to have room: at most `max` rows after this request, unless the request adds none. */
export const requireRoom = <Row extends object>(
  table: Table<Row>,
  column: Column<Row>,
  value: string,
  max: number,
): RequireRoom => ({ verb: 'requireRoom', table, parent: { column, value }, max });

/** A count, kept in the row that has these values in its unique columns. */
export const countIn = <Row extends object>(
  table: Table<Row>,
  row: Row,
  unique: readonly Column<Row>[],
  add: readonly Column<Row>[],
  latest: readonly Column<Row>[],
): Count => ({ verb: 'count', table, row: row as Values, unique, add, latest });

/** Something that the request expected was changed meanwhile. Load it again and repeat the checks. */
export class ConflictError extends Error {
  constructor() {
    super('A row has changed since it was read.');
  }
}

/**
 * Makes one request's writes durable.
 * @throws ConflictError, the error of an insert whose columns are taken, ServiceUnavailableError;
 * then nothing was written
 */
export type Commit = (writes: WriteSet) => Promise<void>;
