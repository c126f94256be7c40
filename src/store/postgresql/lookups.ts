import type pg from 'pg';
import type { Query } from '../read/lookup-queue.ts';
import {
  createLookups,
  LOOKUPS,
  type LookupName,
  type Lookups,
  lookupColumns,
} from '../read/lookups.ts';
import { type Report, readSafely } from '../read/reader.ts';
import { toDriverError } from './driver-error.ts';
import { ROW_TYPES } from './row-types.ts';

/** Reads at the same time. More would take connections from other reads, and each would answer fewer requests. */
const MAX_READS = 2;

/** One statement for all lookups that read the same table, so that they take one round trip. */
const STATEMENTS = [
  ...Map.groupBy(Object.keys(LOOKUPS) as LookupName[], (name) => LOOKUPS[name].table.name),
].map(([table, names]) => ({ name: `lookup ${table}`, names, text: unionOf(names) }));

function unionOf(names: readonly LookupName[]): string {
  let parameters = 0;
  const selects = names.map((name) => {
    const { by, from } = LOOKUPS[name];
    const given = by.map(() => {
      parameters += 1;
      return `$${parameters}::text[]`;
    });
    // By array for one column: the planner then uses the index, however small it takes the table to be.
    const where =
      by.length === 1
        ? `${by[0]} = ANY(${given[0]})`
        : `(${by.join(', ')}) IN (SELECT * FROM unnest(${given.join(', ')}))`;
    return `SELECT '${name}' AS "lookup", ARRAY[${by.join(', ')}] AS "values", ${lookupColumns(LOOKUPS[name])} FROM ${from} WHERE ${where}`;
  });
  return selects.join(' UNION ALL ');
}

/** Lookups over connections of the pool that only reads. */
export const openLookups = (pool: pg.Pool, report: Report): Lookups =>
  createLookups(
    (queries) => readSafely({ report, attempts: 2 }, () => readAll(pool, queries)),
    MAX_READS,
  );

type Found = { readonly lookup: string; readonly values: readonly string[] } & object;

async function readAll(
  pool: pg.Pool,
  queries: readonly Query<LookupName>[],
): Promise<(object | null)[]> {
  const found = new Map<string, object>();
  const needed = STATEMENTS.filter(({ names }) => queries.some(({ name }) => names.includes(name)));
  const results = await Promise.all(
    needed.map(({ name, names, text }) =>
      pool.query<Found>({
        name,
        text,
        values: valuesOf(names, queries),
        types: ROW_TYPES,
      } as pg.QueryConfig),
    ),
  ).catch((error) => {
    throw toDriverError(error);
  });
  for (const { lookup, values, ...row } of results.flatMap(({ rows }) => rows))
    found.set(idOf(lookup, values), Object.freeze(row));
  return queries.map(({ name, values }) => found.get(idOf(name, values)) ?? null);
}

const idOf = (name: string, values: readonly string[]): string => JSON.stringify([name, values]);

/** One array for each column of each lookup. */
const valuesOf = (names: readonly LookupName[], queries: readonly Query<LookupName>[]): unknown[] =>
  names.flatMap((name) => {
    const own = queries.filter((query) => query.name === name);
    return LOOKUPS[name].by.map((_column, at) => own.map(({ values }) => values[at]));
  });
