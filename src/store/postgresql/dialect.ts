import { type Dialect, rowsAsJson } from '../commit/dialect.ts';
import { type ColumnKind, countedBy, type Table } from '../table.ts';
import { CHANNEL } from './listener.ts';

/** A notification holds 8,000 bytes; the ids of one batch can be more. */
const IDS_PER_NOTIFICATION = 100;

const quoted = (columns: readonly string[]): string =>
  columns.map((column) => `"${column}"`).join(', ');

/** The JSON rows. The table's own row type gives the values theirs, and its collation. */
const given = ({ name }: Table): string => `json_populate_recordset(NULL::"${name}", $1::json)`;

/** By array for one column: the planner then uses the index, however small it takes the table to be. */
const matches = (table: Table, where: readonly string[]): string => {
  const [column, second] = where;
  return column !== undefined && second === undefined
    ? `"${column}" = ANY(ARRAY(SELECT "${column}" FROM ${given(table)}))`
    : `(${quoted(where)}) IN (SELECT ${quoted(where)} FROM ${given(table)})`;
};

const asText = ({ columns }: Table, column: string): string => {
  switch ((columns as Readonly<Record<string, ColumnKind>>)[column]) {
    case 'time':
      return `to_char("${column}", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${column}"`;
    case 'bytes':
      return `encode("${column}", 'hex') AS "${column}"`;
    default:
      return `"${column}"::text AS "${column}"`;
  }
};

/** The statements of a commit for PostgreSQL. */
export const postgresqlDialect: Dialect = {
  insert(table) {
    const columns = quoted(Object.keys(table.columns));
    return `INSERT INTO "${table.name}" (${columns}) SELECT ${columns} FROM ${given(table)}`;
  },
  rowsToInsert: (_table, rows) => rowsAsJson(postgresqlDialect, rows),
  // In one order, as every replica locks them: two that want the same rows wait, and do not deadlock.
  select(table, where, columns) {
    const order = where.map((column) => `"${table.name}"."${column}"`).join(', ');
    const texts = columns.map((column) => asText(table, column)).join(', ');
    return `SELECT ${texts} FROM "${table.name}" WHERE ${matches(table, where)} ORDER BY ${order} FOR NO KEY UPDATE`;
  },
  countBy(table, column) {
    const { from, rows } = countedBy(table, column);
    return `SELECT "${column}" AS "parent", (${rows})::int AS "rows" FROM ${from} WHERE ${matches(table, [column])} GROUP BY "${column}"`;
  },
  findLocked: (table, where) =>
    `WITH "free" AS MATERIALIZED (
        SELECT ${quoted(where)} FROM "${table.name}" WHERE ${matches(table, where)}
        ORDER BY ${quoted(where)} FOR NO KEY UPDATE SKIP LOCKED)
      SELECT ${where.map((column) => asText(table, column)).join(', ')} FROM "${table.name}"
      WHERE ${matches(table, where)} AND (${quoted(where)}) NOT IN (SELECT ${quoted(where)} FROM "free")`,
  update(table, where, columns) {
    const to = columns.map((column) => `"${column}" = given."${column}"`).join(', ');
    const same = where.map((column) => `held."${column}" = given."${column}"`).join(' AND ');
    return `UPDATE "${table.name}" AS held SET ${to} FROM ${given(table)} AS given WHERE ${same}`;
  },
  delete: (table, where) => `DELETE FROM "${table.name}" WHERE ${matches(table, where)}`,
  toJson(value) {
    if (value instanceof Date) return value.toISOString();
    return value instanceof Uint8Array
      ? `\\x${Buffer.from(value).toString('hex')}`
      : (value ?? null);
  },
  toText(value, kind) {
    if (value === null || value === undefined) return null;
    if (kind === 'time') return (value as Date).toISOString();
    return kind === 'bytes' ? Buffer.from(value as Uint8Array).toString('hex') : String(value);
  },
  async announce(tx, { keyIds, accessKeyIds }) {
    for (let from = 0; from === 0 || from < keyIds.length; from += IDS_PER_NOTIFICATION) {
      const part = {
        keyIds: keyIds.slice(from, from + IDS_PER_NOTIFICATION),
        accessKeyIds: from === 0 ? accessKeyIds : [],
      };
      await tx.$queryRawUnsafe('SELECT pg_notify($1, $2)::text', CHANNEL, JSON.stringify(part));
    }
  },
};
