import type { CommitLog } from './commit-log.ts';

/**
 * The log, read by one at a time. Hundreds of streams can resume at once, each with thousands of rows to read: together they
 * would take all connections to the database, and every other request would wait for them.
 */
export function inTurn(log: CommitLog): CommitLog {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...log,
    readAfter(...part) {
      const read = last.then(() => log.readAfter(...part));
      last = read.catch(() => {}); // the reader itself gets its error
      return read;
    },
  };
}
