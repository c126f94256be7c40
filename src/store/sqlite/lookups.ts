import Database from 'better-sqlite3';
import type { Query } from '../read/lookup-queue.ts';
import {
  createLookups,
  LOOKUPS,
  type Lookup,
  type LookupName,
  type Lookups,
  lookupColumns,
} from '../read/lookups.ts';
import { type Report, readSafely } from '../read/reader.ts';
import type { ColumnKind } from '../table.ts';
import { READER_PRAGMAS } from './adapter.ts';

/** Values that SQLite stores in another form than Prisma's client returns them. */
const CONVERSIONS: Partial<Record<ColumnKind, (stored: never) => unknown>> = {
  time: (stored: string) => new Date(stored),
  boolean: (stored: number) => stored === 1,
  bytes: (stored: Buffer) => new Uint8Array(stored),
};

type Find = (values: readonly string[]) => object | null;

/** Lookups on a connection of their own that only reads: prepared statements, all of one turn in one transaction. */
export function openLookups(file: string, report: Report): Lookups & Disposable {
  const database = new Database(file, { fileMustExist: true });
  database.exec(READER_PRAGMAS);
  const finders = new Map<LookupName, Find>();
  const finderOf = (name: LookupName): Find => {
    const known = finders.get(name) ?? prepare(database, LOOKUPS[name]);
    finders.set(name, known);
    return known;
  };
  const readAll = database.transaction((queries: readonly Query<LookupName>[]) =>
    queries.map(({ name, values }) => finderOf(name)(values)),
  );
  const lookups = createLookups(
    (queries) => readSafely({ report, attempts: 1 }, () => readAll(queries)),
    1,
  );
  return { ...lookups, [Symbol.dispose]: () => void database.close() };
}

function prepare(database: Database.Database, lookup: Lookup): Find {
  const { from, by, table } = lookup;
  const where = by.map((column) => `${column} = ?`).join(' AND ');
  const statement = database.prepare<string[], Record<string, unknown>>(
    `SELECT ${lookupColumns(lookup)} FROM ${from} WHERE ${where}`,
  );
  const converted = Object.entries<ColumnKind>(table.columns).flatMap(([column, kind]) => {
    const convert = CONVERSIONS[kind];
    return convert ? [[column, convert] as const] : [];
  });
  return (values) => {
    const row = statement.get(...values);
    if (!row) return null;
    for (const [column, convert] of converted)
      if (row[column] !== null) row[column] = convert(row[column] as never);
    return Object.freeze(row);
  };
}
