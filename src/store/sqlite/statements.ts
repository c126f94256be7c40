import type Database from 'better-sqlite3';
import { addingUp } from '../commit/insert-rows.ts';
import type { Cell } from '../commit/lane.ts';
import { readShape } from '../commit/shapes.ts';

type Row = readonly Cell[];

/** Reads the columns of a row that are expected of it, by the values of a step. */
interface Finder {
  readonly statement: Database.Statement<Cell[], Row>;
  /** Number of columns by which a row is found. The other values are what is expected of it. */
  readonly keys: number;
}

const quoted = (columns: readonly string[]): string =>
  columns.map((column) => `"${column}"`).join(', ');

/** Statements on one connection, each prepared once. Their parameters are positions: names would be looked up for each row. */
export class Statements {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement<Cell[]>>();
  readonly #finders = new Map<string, Finder>();
  readonly #endings = new Map<string, string>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  run(sql: string): void {
    this.#prepare(sql).run();
  }

  /**
   * Inserts one row, given as the values of all columns.
   * @param ending what follows the statement
   * @returns whether a row was inserted or updated
   */
  insert(shape: string, ending: string, values: Row): boolean {
    const name = shape + ending;
    const known = this.#prepared.get(name);
    const statement = known ?? this.#database.prepare<Cell[]>(insertInto(shape) + ending);
    if (!known) this.#prepared.set(name, statement);
    return statement.run(...values).changes === 1;
  }

  /** Inserts a row, or adds it to the one that exists. */
  count(shape: string, values: Row): void {
    let ending = this.#endings.get(shape);
    if (ending === undefined) {
      const { table, lists } = readShape(shape);
      const [unique = [], add = [], latest = []] = lists;
      ending = addingUp(table, { unique, add, latest });
      this.#endings.set(shape, ending);
    }
    this.insert(shape, ending, values);
  }

  /** Whether there is a row with the first values of a step that has its other values. */
  fits(shape: string, values: Row): boolean {
    const { statement, keys } = this.#finderOf(shape);
    const row = statement.get(...values.slice(0, keys));
    return row?.every((value, at) => value === values[keys + at]) ?? false;
  }

  #finderOf(shape: string): Finder {
    const known = this.#finders.get(shape);
    if (known) return known;
    const { table, lists } = readShape(shape);
    const [where = [], expect = []] = lists;
    const conditions = where.map((column) => `"${column}" = ?`).join(' AND ');
    const statement = this.#database
      .prepare<Cell[], Row>(`SELECT ${quoted(expect)} FROM "${table.name}" WHERE ${conditions}`)
      .raw();
    const finder = { statement, keys: where.length };
    this.#finders.set(shape, finder);
    return finder;
  }

  #prepare(sql: string): Database.Statement<Cell[]> {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare<Cell[]>(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

function insertInto(shape: string): string {
  const { table } = readShape(shape);
  const columns = Object.keys(table.columns);
  return `INSERT INTO "${table.name}" (${quoted(columns)}) VALUES (${columns.map(() => '?').join(', ')})`;
}
