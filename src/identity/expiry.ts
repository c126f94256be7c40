import type { Commit } from '#store/writes.ts';

/** Few enough that the requests that share the transaction do not notice. */
const AT_MOST = 1_000;

/** Removes nonces, links and sessions that are over, a batch of each. */
export const sweepExpired = (commit: Commit, now: Date): Promise<void> =>
  commit({ expiries: (['nonce', 'signInLink', 'session'] as const).map((table) => ({ table, before: now, atMost: AT_MOST })) });
