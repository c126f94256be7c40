import type { Prisma } from '#generated/sqlite/client.ts';
import type { KeyRow } from '../tables.ts';

/**
 * A key changes when a date passes: at its deleteDate it is destroyed, and at its materialExpireTime its state becomes
 * PendingImport. Jobs update the row later. The functions of this file make every read behave as if the jobs had run.
 */

/** The key as it is at the time `now`; null if it is destroyed by then. */
export function asOf<
  Row extends Pick<KeyRow, 'deleteDate' | 'materialExpireTime'> & { readonly state: string },
>(row: Row, now: Date): Row | null {
  if (!isAlive(row, now)) return null;
  if (!row.materialExpireTime || row.materialExpireTime > now) return row;
  return row.state === 'Enabled' || row.state === 'Disabled'
    ? { ...row, state: 'PendingImport', materialExpireTime: null }
    : row;
}

/** Whether a key is not destroyed at the time `now`. */
export const isAlive = ({ deleteDate }: Pick<KeyRow, 'deleteDate'>, now: Date): boolean =>
  deleteDate === null || deleteDate > now;

/** Condition for keys that are not destroyed at the time `now`. */
export const alive = (now: Date) =>
  ({ OR: [{ deleteDate: null }, { deleteDate: { gt: now } }] }) satisfies Prisma.KeyWhereInput;

/** Condition for keys that are in one of these states at the time `now`. */
export function inStates(states: readonly string[], now: Date): Prisma.KeyWhereInput {
  const expired: Prisma.KeyWhereInput = {
    materialExpireTime: { lte: now },
    state: { in: ['Enabled', 'Disabled'] },
  };
  const notExpired: Prisma.KeyWhereInput = {
    OR: [
      { materialExpireTime: null },
      { materialExpireTime: { gt: now } },
      { state: { notIn: ['Enabled', 'Disabled'] } },
    ],
  };
  return {
    OR: [
      { AND: [{ state: { in: [...states] } }, notExpired] },
      ...(states.includes('PendingImport') ? [expired] : []),
    ],
  };
}
