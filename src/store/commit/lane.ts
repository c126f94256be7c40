import { DriverError } from '../driver-failure.ts';

/** A value as a lane takes it. Times are texts in the database's own form. */
export type Cell = string | number | null;

/** One step: its shape (shapes.ts), and the values of the shape's columns. */
export type Step = readonly [shape: string, values: readonly Cell[]];

/**
 * What one request appends, as plain data that can also be sent to another thread: rows that are expected to be so, rows
 * whose unique columns have to be free, rows, and counts.
 */
export interface Appends {
  readonly requires: readonly Step[];
  readonly claims: readonly Step[];
  readonly inserts: readonly Step[];
  readonly counts: readonly Step[];
}

/** The result of one request of a batch. Nothing was written of one that has a conflict or whose claim is taken. */
export type Verdict = 'written' | 'conflict' | 'taken';

/**
 * Writes batches of requests that only append, without Prisma, each in one durable transaction. A lane is only faster:
 * whatever it cannot do, and whatever failed, is written by the transaction of Prisma's client, with the same result.
 */
export interface Lane {
  /**
   * Of one batch no two claims are equal. Requests are checked in their order: what they require first, then their claims.
   * @returns the verdicts in the order of the requests
   * @throws DriverError if nothing was written, LaneCommitError if that is not known
   */
  readonly write: (batch: readonly Appends[]) => Promise<readonly Verdict[]>;
}

/** The database failed while the batch was committed. It may be written all the same. */
export class LaneCommitError extends DriverError {}
