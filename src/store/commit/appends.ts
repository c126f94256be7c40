import type { Table } from '../table.ts';
import type { Dialect } from './dialect.ts';
import type { Appends, Cell, Step, Verdict } from './lane.ts';
import { kindOf, shapeOf } from './shapes.ts';
import { isClaim } from './slots.ts';
import { ConflictError, type Insert, type Values, type Write, type WriteSet } from './write-set.ts';

/**
 * A batch as a lane takes it; undefined if one of its requests does anything else than append, or if two of them claim
 * the same, or one of them claims two.
 */
export function appendsOf(
  batch: readonly WriteSet[],
  dialect: Pick<Dialect, 'toJson'>,
): Appends[] | undefined {
  if (!batch.every((writes) => writes.every(isAppend))) return undefined;
  const claimed = new Set<string>();
  for (const writes of batch) {
    const [first, second] = writes.filter(isClaim);
    if (second) return undefined; // nothing could undo the first if the second is taken
    if (!first) continue;
    const name = nameOf(first);
    if (claimed.has(name)) return undefined;
    claimed.add(name);
  }
  return batch.map((writes) => encode(writes, dialect));
}

const nameOf = ({ table, row, unique }: Insert): string =>
  [table.name, ...(unique?.columns ?? []).map((column) => row[column])].join(' ');

function isAppend(write: Write): boolean {
  const { verb, table } = write;
  switch (verb) {
    case 'insert':
      return table.isAppendOnly === true && (!write.unique || isClaim(write));
    case 'count':
      return table.isAppendOnly === true;
    case 'require':
      return areTexts(table, write.where) && areTexts(table, write.expect);
    default:
      return false;
  }
}

/** Whether there are values, and all of columns that hold texts. A row that only has to exist has no expected values. */
const areTexts = (table: Table, values: Values): boolean => {
  const columns = Object.keys(values);
  return columns.length > 0 && columns.every((column) => kindOf(table, column) === 'text');
};

function encode(writes: WriteSet, { toJson }: Pick<Dialect, 'toJson'>): Appends {
  const requires: Step[] = [];
  const claims: Step[] = [];
  const inserts: Step[] = [];
  const counts: Step[] = [];
  for (const write of writes) {
    const { verb, table } = write;
    if (verb === 'require') {
      const shape = shapeOf(table, Object.keys(write.where), Object.keys(write.expect));
      requires.push([shape, [...cells(write.where), ...cells(write.expect)]]);
    } else if (verb === 'count') {
      const { unique, add, latest } = write;
      counts.push([shapeOf(table, unique, add, latest), cellsOf(table, write.row, toJson)]);
    } else if (verb === 'insert') {
      const values = cellsOf(table, write.row, toJson);
      if (isClaim(write)) claims.push([shapeOf(table, write.unique?.columns ?? []), values]);
      else inserts.push([shapeOf(table), values]);
    }
  }
  return { requires, claims, inserts, counts };
}

/** The values of all columns of a row. */
export const cellsOf = (
  { columns }: Table,
  row: Values,
  toJson: Dialect['toJson'],
): readonly Cell[] => Object.keys(columns).map((column) => toJson(row[column]) as Cell);

const cells = (values: Values): Cell[] => Object.values(values) as Cell[];

/** The errors of the requests that a lane did not write. */
export function errorsOf(
  batch: readonly WriteSet[],
  verdicts: readonly Verdict[],
): Map<WriteSet, Error> {
  const errors = new Map<WriteSet, Error>();
  for (const [at, writes] of batch.entries()) {
    if (verdicts[at] === 'conflict') errors.set(writes, new ConflictError());
    if (verdicts[at] === 'taken') errors.set(writes, takenError(writes));
  }
  return errors;
}

/** @throws TypeError for a request without a claim */
function takenError(writes: WriteSet): Error {
  const claim: Insert | undefined = writes.find(isClaim);
  if (typeof claim?.unique?.taken !== 'function')
    throw new TypeError('a request without a claim lost one');
  return claim.unique.taken();
}
