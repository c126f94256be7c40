import { idPrefixAt } from '#domain/id-time.ts';

/**
 * Longest time from that of a row's id to the end of its commit. A commit waits at most 10 seconds for a connection and 10
 * seconds for its transaction, and is tried again for 2 seconds (store/commit/transaction.ts), after the batch before it. The
 * rows of jobs have the time at which the run began, at most 20 seconds before (jobs/run-time.ts).
 */
const MAX_COMMIT_MILLISECONDS = 60_000;

/**
 * The end of the audit rows to which no row is added any more, in the order of ids: rows with smaller ids were committed. The
 * id of a row has the time of the server that wrote it.
 * @param now the time of the database
 * @param maxSkewMilliseconds how far the clock of a server can be behind it; beyond that the server answers 503
 */
export const settledBefore = (now: Date, maxSkewMilliseconds: number): string =>
  idPrefixAt(new Date(now.getTime() - MAX_COMMIT_MILLISECONDS - maxSkewMilliseconds));
