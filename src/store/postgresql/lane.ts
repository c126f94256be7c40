import type pg from 'pg';
import {
  type Appends,
  type Lane,
  LaneCommitError,
  type Step,
  type Verdict,
} from '../commit/lane.ts';
import { readShape } from '../commit/shapes.ts';
import { toDriverError } from './driver-error.ts';
import { type BatchShapes, laneStatement } from './lane-statement.ts';

const KINDS = ['requires', 'claims', 'inserts', 'counts'] as const;

/** Writes batches by one statement each, over connections of the pool that writes. */
export const createLane = (pool: pg.Pool): Lane => ({
  async write(batch) {
    const query = queryOf(batch);
    const client = await pool.connect().catch((error) => {
      throw toDriverError(error); // nothing was sent
    });
    client.on('error', ignore);
    try {
      const { rows } = await client.query<[number, Verdict]>(query);
      release(client);
      const verdicts = batch.map((): Verdict => 'written');
      for (const [at, verdict] of rows) verdicts[at] = verdict;
      return verdicts;
    } catch (error) {
      release(client, isBroken(error));
      throw isBroken(error) ? toDriverError(error, LaneCommitError) : toDriverError(error);
    }
  },
});

/** A connection that breaks says so by an event too, which would end the process. The query fails with the same error. */
const ignore = () => {};

function release(client: pg.PoolClient, isBroken = false): void {
  if (!isBroken) client.off('error', ignore);
  client.release(isBroken);
}

/**
 * Whether the connection was lost, so that nobody knows what the database did: only an error with another SQLSTATE says so.
 * A server that ends, such as for want of room for its log, can have written the commit.
 */
const isBroken = (error: unknown): boolean => {
  const { originalCode = '' } = toDriverError(error).cause;
  const { severity } = error as Partial<pg.DatabaseError>;
  return (
    originalCode === '' ||
    /^(08|57P)/.test(originalCode) ||
    severity === 'FATAL' ||
    severity === 'PANIC'
  );
};

/** The statement of each set of shapes, of which there is a handful. A connection prepares it once, under its name. */
const STATEMENTS = new Map<string, { readonly name: string; readonly text: string }>();

function statementOf(shapes: BatchShapes) {
  const id = JSON.stringify(shapes);
  const known = STATEMENTS.get(id);
  if (known) return known;
  const statement = { name: `lane ${STATEMENTS.size + 1}`, text: laneStatement(shapes) };
  STATEMENTS.set(id, statement);
  return statement;
}

/** The rows of each shape; the shapes as the statement takes them. */
function queryOf(batch: readonly Appends[]): pg.QueryArrayConfig {
  const rows = KINDS.map(() => new Map<string, object[]>());
  for (const [at, request] of batch.entries())
    for (const [index, kind] of KINDS.entries())
      for (const step of request[kind]) {
        const own = rows[index]?.get(step[0]);
        const row = rowOf(at, kind, step);
        if (own) own.push(row);
        else rows[index]?.set(step[0], [row]);
      }
  const [requires = [], claims = [], inserts = [], counts = []] = rows.map((byShape) =>
    [...byShape.keys()].sort(inLockOrder),
  );
  const shapes = { requires, claims, inserts, counts };
  const values = KINDS.flatMap((kind, index) =>
    shapes[kind].map((shape) => JSON.stringify(rows[index]?.get(shape))),
  );
  return { ...statementOf(shapes), values: [batch.length, ...values], rowMode: 'array' };
}

/** As transactions of Prisma's client lock rows: parents first. */
const inLockOrder = (a: string, b: string): number =>
  readShape(a).table.depth - readShape(b).table.depth || (a < b ? -1 : 1);

const COLUMNS = new Map<string, readonly string[]>();

/** A row as an object, with the number of its request. */
function rowOf(at: number, kind: keyof BatchShapes, [shape, values]: Step): object {
  const row: Record<string, unknown> = { '#': at };
  for (const [index, column] of columnsOf(kind, shape).entries()) row[column] = values[index];
  return row;
}

function columnsOf(kind: keyof BatchShapes, shape: string): readonly string[] {
  const id = `${kind} ${shape}`;
  const known = COLUMNS.get(id);
  if (known) return known;
  const { table, lists } = readShape(shape);
  const columns = kind === 'requires' ? lists.flat() : Object.keys(table.columns);
  COLUMNS.set(id, columns);
  return columns;
}
