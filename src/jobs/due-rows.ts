import { ConflictError } from '#store/commit/write-set.ts';
import { startRun } from './run-time.ts';

/** Rows of one round: few enough to share a commit with what callers wait for. */
export const DUE_ROWS = 50;

/** Rounds in which every row was changed meanwhile: the next run of the job tries again. */
const MAX_IDLE_ROUNDS = 3;

/**
 * Does something to every row whose date has passed, in rounds, until none is left. A row that
 * somebody changed meanwhile is left to the next round: it may not be due any more. So the job may
 * be killed, and run twice at once.
 * @param find the next rows that are due, at most DUE_ROWS
 * @returns how many rows it did
 */
export async function eachDueRow<Row>(
  find: () => Promise<readonly Row[]>,
  work: (row: Row) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  let idleRounds = 0;
  const hasTime = startRun();
  while (idleRounds < MAX_IDLE_ROUNDS && hasTime()) {
    const outcomes = await Promise.allSettled((await find()).map(work));
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    const bug = failed.find(({ reason }) => !(reason instanceof ConflictError));
    if (bug) throw bug.reason;
    if (outcomes.length === 0) return done;
    done += outcomes.length - failed.length;
    idleRounds = outcomes.length === failed.length ? idleRounds + 1 : 0;
  }
  return done;
}
