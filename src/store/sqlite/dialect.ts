import type { Dialect } from '../commit/dialect.ts';
import { type ColumnKind, countedBy, type Table } from '../table.ts';

/** A time in the form in which Prisma's adapter stores it: it has to read back as its own. */
const storedTime = (time: Date): string => time.toISOString().replace('Z', '+00:00');

/** A column of a JSON row. Bytes travel as hex, everything else as JSON has it. */
const given = (table: Table, column: string): string => {
  const value = `given.value ->> '$.${column}'`;
  return kindOf(table, column) === 'bytes' ? `unhex(${value})` : value;
};

const kindOf = ({ columns }: Table, column: string): ColumnKind | undefined =>
  (columns as Readonly<Record<string, ColumnKind>>)[column];

const quoted = (columns: readonly string[]): string =>
  columns.map((column) => `"${column}"`).join(', ');

const matches = (table: Table, where: readonly string[]): string =>
  `(${quoted(where)}) IN (SELECT ${where.map((column) => given(table, column)).join(', ')} FROM json_each(?) AS given)`;

function toJson(value: unknown): unknown {
  if (value instanceof Date) return storedTime(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : (value ?? null);
}

/** The statements of a commit for SQLite (JSON functions of 3.38, `unhex` of 3.41). */
export const sqliteDialect: Dialect = {
  insert(table) {
    const columns = Object.keys(table.columns);
    const values = columns.map((column, at) => {
      const value = `given.value ->> ${at}`;
      return kindOf(table, column) === 'bytes' ? `unhex(${value})` : value;
    });
    // "WHERE true" keeps SQLite from reading a following ON as part of a join.
    return `INSERT INTO "${table.name}" (${quoted(columns)})
      SELECT ${values.join(', ')} FROM json_each(?) AS given WHERE true`;
  },
  // Lists, not objects: SQLite searches the names of an object one after the other, for each column.
  rowsToInsert(table, rows) {
    const columns = Object.keys(table.columns);
    return JSON.stringify(rows.map((row) => columns.map((column) => toJson(row[column]))));
  },
  select(table, where, columns) {
    // hex(NULL) is an empty text, and would equal that of no bytes.
    const texts = columns.map((column) =>
      kindOf(table, column) === 'bytes'
        ? `iif("${column}" IS NULL, NULL, lower(hex("${column}"))) AS "${column}"`
        : `CAST("${column}" AS TEXT) AS "${column}"`,
    );
    return `SELECT ${texts.join(', ')} FROM "${table.name}" WHERE ${matches(table, where)}`;
  },
  countBy(table, column) {
    const { from, rows } = countedBy(table, column);
    return `SELECT "${column}" AS "parent", ${rows} AS "rows" FROM ${from} WHERE ${matches(table, [column])} GROUP BY "${column}"`;
  },
  findLocked: undefined, // the one transaction has the whole database
  update(table, where, columns) {
    const to = columns.map((column) => `"${column}" = ${given(table, column)}`);
    const same = where.map((column) => `"${table.name}"."${column}" = ${given(table, column)}`);
    return `UPDATE "${table.name}" SET ${to.join(', ')} FROM json_each(?) AS given WHERE ${same.join(' AND ')}`;
  },
  delete: (table, where) => `DELETE FROM "${table.name}" WHERE ${matches(table, where)}`,
  toJson,
  toText(value, kind) {
    if (value === null || value === undefined) return null;
    if (kind === 'time') return storedTime(value as Date);
    if (kind === 'bytes') return Buffer.from(value as Uint8Array).toString('hex');
    return kind === 'boolean' ? String(Number(value)) : String(value);
  },
  announce: async () => {}, // there are no other replicas
};
