import type Database from 'better-sqlite3';
import { cellsOf } from '../commit/appends.ts';
import type { Dialect } from '../commit/dialect.ts';
import { IF_FREE } from '../commit/insert-rows.ts';
import {
  type Appends,
  type Lane,
  LaneCommitError,
  type Step,
  type Verdict,
} from '../commit/lane.ts';
import { shapeOf } from '../commit/shapes.ts';
import { sumCounts } from '../commit/sum-counts.ts';
import type { Values } from '../commit/write-set.ts';
import { DriverError } from '../driver-failure.ts';
import { sqliteDialect } from './dialect.ts';
import { toDriverError } from './driver-error.ts';
import { Statements } from './statements.ts';

/** The lane of SQLite, and how a transaction of Prisma's client inserts rows on the same connection. */
export interface SqliteLane extends Lane {
  readonly insertDirectly: NonNullable<Dialect['insertDirectly']>;
}

/** Writes batches on the connection of the writer, between the transactions of Prisma's client. */
export function createLane(database: Database.Database): SqliteLane {
  const statements = new Statements(database);
  return {
    insertDirectly(table, rows, ending) {
      const shape = shapeOf(table);
      const isWritten = (row: Values) =>
        statements.insert(shape, ending, cellsOf(table, row, sqliteDialect.toJson));
      try {
        return rows.filter(isWritten);
      } catch (error) {
        throw toDriverError(error);
      }
    },
    async write(batch) {
      let isOpen = false;
      let isCommitting = false;
      try {
        statements.run('BEGIN IMMEDIATE');
        isOpen = true;
        const verdicts = apply(statements, batch);
        isCommitting = true;
        statements.run('COMMIT');
        return verdicts;
      } catch (error) {
        if (isOpen && database.inTransaction) statements.run('ROLLBACK');
        throw toDriverError(error, isCommitting ? LaneCommitError : DriverError);
      }
    },
  };
}

function apply(statements: Statements, batch: readonly Appends[]): Verdict[] {
  const isAsExpected = createCheck(statements);
  const isFree = ([shape, values]: Step) => statements.insert(shape, IF_FREE, values);
  const counts: Step[] = [];
  const verdicts = batch.map(({ requires, claims, inserts, counts: own }): Verdict => {
    if (!requires.every(isAsExpected)) return 'conflict';
    if (!claims.every(isFree)) return 'taken';
    for (const [shape, values] of inserts) statements.insert(shape, '', values);
    counts.push(...own);
    return 'written';
  });
  for (const [shape, values] of sumCounts(counts)) statements.count(shape, values);
  return verdicts;
}

/** Whether rows are as they are required to be. Each row is read once: nothing in a batch of appends changes it. */
function createCheck(statements: Statements): (step: Step) => boolean {
  const results = new Map<string, boolean>();
  return ([shape, values]) => {
    const id = `${shape} ${values.join(' ')}`;
    const known = results.get(id);
    if (known !== undefined) return known;
    const result = statements.fits(shape, values);
    results.set(id, result);
    return result;
  };
}
