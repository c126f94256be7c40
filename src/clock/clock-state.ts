import { insertUnique, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';

export type ClockState = Rows['clockState'];

const ID = 1;

/** No jobs wait; a server ran at this time. */
export const trustedState = (seenAt: Date): ClockState => ({
  id: ID,
  seenAt,
  heldSince: null,
  heldMilliseconds: 0,
  heldFor: '',
  sweptTo: null,
});

export const readClockState = (db: Store['db']): Promise<ClockState | null> =>
  db.clockState.findUnique({ where: { id: ID } });

/** When a server ran last, by its clock; undefined for a new database. Releases before this one stored audit rows only. */
export const lastSeenIn = async (
  db: Store['db'],
  stored: ClockState | null,
): Promise<Date | undefined> =>
  stored?.seenAt ?? (await db.auditEvent.findFirst({ orderBy: { id: 'desc' } }))?.createdAt;

/** Ends a hold, and keeps the next start from beginning one: the operator says that the clock is right. A running server reads it within seconds. */
export const confirmClock = (commit: Store['commit'], now: Date): Promise<void> =>
  commit([storeClockState(trustedState(now))]);

/** The one row of the clock's state, whatever it was before. */
export const storeClockState = (state: ClockState): Write =>
  insertUnique(TABLES.clockState, state, ['id'], 'replace');
