import { addingUp, IF_FREE } from '../commit/insert-rows.ts';
import { kindOf, readShape } from '../commit/shapes.ts';
import type { ColumnKind } from '../table.ts';

/** The shapes of a batch, each once, by what is done with them. */
export interface BatchShapes {
  readonly requires: readonly string[];
  readonly claims: readonly string[];
  readonly inserts: readonly string[];
  readonly counts: readonly string[];
}

const TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'text COLLATE "C"',
  integer: 'int',
  boolean: 'boolean',
  time: 'timestamp',
  bytes: 'bytea',
};

const quoted = (columns: readonly string[], table = ''): string =>
  columns.map((column) => `${table}"${column}"`).join(', ');

/** The rows of a JSON parameter, each with the number of its request in the batch, `#`. */
const given = (parameter: number, shape: string, columns: readonly string[]): string => {
  const { table } = readShape(shape);
  const typed = columns.map((column) => `"${column}" ${TYPES[kindOf(table, column)]}`);
  return `json_to_recordset($${parameter}::json) AS given("#" int, ${typed.join(', ')})`;
};

/**
 * The one statement that writes a batch, and so is one transaction in one round trip. Its parameters are the number of
 * requests, then the rows of each shape in the order of `shapes`. It returns the numbers of the requests that were not
 * written, with their verdicts.
 *
 * The parts of a statement run in no order of their own: each refers to the one before, so that rows are locked and read
 * first, claims are tried only for requests without a conflict, and nothing else is written of a request that lost.
 */
export function laneStatement({ requires, claims, inserts, counts }: BatchShapes): string {
  let parameter = 1;
  const next = () => {
    parameter += 1;
    return parameter;
  };
  const parts: string[] = [];
  for (const [at, shape] of requires.entries()) parts.push(...requirement(at, shape, next()));
  const conflicts = requires.map((_shape, at) => `SELECT "#" FROM "conflict${at}"`);
  parts.push(`"conflict" AS MATERIALIZED (${union(conflicts)})`);
  for (const [at, shape] of claims.entries()) parts.push(...claim(at, shape, next()));
  const losers = claims.map((_shape, at) => `SELECT "#" FROM "taken${at}"`);
  parts.push(`"taken" AS MATERIALIZED (${union(losers)})`);
  parts.push(
    `"accepted" AS MATERIALIZED (SELECT "#" FROM generate_series(0, $1::int - 1) AS all_requests("#")
      WHERE "#" NOT IN (SELECT "#" FROM "conflict") AND "#" NOT IN (SELECT "#" FROM "taken"))`,
  );
  for (const [at, shape] of inserts.entries())
    parts.push(`"insert${at}" AS (${insert(shape, next())})`);
  for (const [at, shape] of counts.entries())
    parts.push(`"count${at}" AS (${count(shape, next())})`);
  return `WITH ${parts.join(',\n')}
    SELECT "#", 'conflict' AS "verdict" FROM "conflict" UNION ALL SELECT "#", 'taken' FROM "taken"`;
}

const union = (selects: readonly string[]): string =>
  selects.length > 0 ? selects.join(' UNION ') : 'SELECT 0 AS "#" WHERE false';

/** Locks the rows that requests depend on, in one order everywhere, and finds the requests whose rows are not as expected. */
function requirement(at: number, shape: string, parameter: number): string[] {
  const { table, lists } = readShape(shape);
  const [where = [], expect = []] = lists;
  const [first] = where;
  const columns = [...where, ...expect];
  const isWanted =
    where.length === 1
      ? `"${first}" = ANY(ARRAY(SELECT "${first}" FROM "require${at}"))`
      : `(${quoted(where)}) IN (SELECT ${quoted(where)} FROM "require${at}")`;
  const after = at === 0 ? '' : ` AND (SELECT count(*) FROM "conflict${at - 1}") >= 0`;
  const same = where.map((column) => `held."${column}" = given."${column}"`).join(' AND ');
  const differs = expect.map((column) => `held."${column}" IS DISTINCT FROM given."${column}"`);
  return [
    `"require${at}" AS MATERIALIZED (SELECT * FROM ${given(parameter, shape, columns)})`,
    `"held${at}" AS MATERIALIZED (SELECT ${quoted(columns)} FROM "${table.name}"
      WHERE ${isWanted}${after} ORDER BY ${quoted(where)} FOR NO KEY UPDATE)`,
    `"conflict${at}" AS MATERIALIZED (SELECT given."#" FROM "require${at}" AS given LEFT JOIN "held${at}" AS held ON ${same}
      WHERE held."${first}" IS NULL OR ${differs.join(' OR ')})`,
  ];
}

/** Inserts the rows whose unique columns are free, and finds the requests that did not get theirs. */
function claim(at: number, shape: string, parameter: number): string[] {
  const { table, lists } = readShape(shape);
  const [unique = []] = lists;
  const columns = Object.keys(table.columns);
  const same = unique.map((column) => `free."${column}" = given."${column}"`).join(' AND ');
  return [
    `"claim${at}" AS MATERIALIZED (SELECT * FROM ${given(parameter, shape, columns)}
      WHERE "#" NOT IN (SELECT "#" FROM "conflict"))`,
    `"free${at}" AS (INSERT INTO "${table.name}" (${quoted(columns)})
      SELECT ${quoted(columns)} FROM "claim${at}" ORDER BY ${quoted(unique)}${IF_FREE} RETURNING ${quoted(unique)})`,
    `"taken${at}" AS MATERIALIZED (SELECT given."#" FROM "claim${at}" AS given LEFT JOIN "free${at}" AS free ON ${same}
      WHERE free."${unique[0]}" IS NULL)`,
  ];
}

const ACCEPTED = 'WHERE "#" IN (SELECT "#" FROM "accepted")';

function insert(shape: string, parameter: number): string {
  const { table } = readShape(shape);
  const columns = Object.keys(table.columns);
  return `INSERT INTO "${table.name}" (${quoted(columns)})
    SELECT ${quoted(columns)} FROM ${given(parameter, shape, columns)} ${ACCEPTED}`;
}

/** Adds up the counts of the accepted requests, so that each row is written once. */
function count(shape: string, parameter: number): string {
  const { table, lists } = readShape(shape);
  const [unique = [], add = [], latest = []] = lists;
  const columns = Object.keys(table.columns);
  const values = columns.map((column) => {
    if (unique.includes(column)) return `"${column}"`;
    return add.includes(column) ? `sum("${column}")::int` : `max("${column}")`;
  });
  return `INSERT INTO "${table.name}" (${quoted(columns)})
    SELECT ${values.join(', ')} FROM ${given(parameter, shape, columns)} ${ACCEPTED}
    GROUP BY ${quoted(unique)} ORDER BY ${quoted(unique)}${addingUp(table, { unique, add, latest })}`;
}
