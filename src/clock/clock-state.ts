import { insertUnique, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { insertCommandEvent } from '#store/writes/audit-event.ts';

/** The only row of the clock state (SQLite). */
export type ClockState = Rows['clockState'];

const ROW_ID = 1;

/**
 * The state of a trusted clock.
 * @param seenAt when a server last ran
 */
export const trustedState = (seenAt: Date): ClockState => ({
  id: ROW_ID,
  seenAt,
  heldSince: null,
  heldMilliseconds: 0,
  heldFor: '',
  sweptTo: null,
});

/** Reads the clock state; null where no server has stored it. */
export const readClockState = (db: Store['db']): Promise<ClockState | null> =>
  db.clockState.findUnique({ where: { id: ROW_ID } });

/**
 * When a server last ran, by its clock; undefined for a new database. Older releases stored only audit rows. Those of
 * servers do not count: this start can have written one already.
 */
export const lastSeenIn = async (
  db: Store['db'],
  stored: ClockState | null,
): Promise<Date | undefined> =>
  stored?.seenAt ??
  (
    await db.auditEvent.findFirst({
      where: { surface: { not: 'server' } },
      orderBy: { id: 'desc' },
    })
  )?.createdAt;

/**
 * Ends a hold, and prevents one at the next start: the operator confirms that the clock is right. A running server
 * reads this within seconds.
 */
export async function confirmClock(
  { db, commit }: Pick<Store, 'db' | 'commit'>,
  now: Date,
): Promise<void> {
  const deployment = await db.deployment.findFirst();
  const audited = deployment ? [insertCommandEvent('ConfirmClock', deployment.accountId, now)] : [];
  await commit([storeClockState(trustedState(now)), ...audited]);
}

/** The one row of the clock's state, whatever it was before. */
export const storeClockState = (state: ClockState): Write =>
  insertUnique(TABLES.clockState, state, ['id'], 'replace');
