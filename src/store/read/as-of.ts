import type { Prisma } from '#generated/sqlite/client.ts';
import type { KeyRow } from '../tables.ts';

/**
 * Keys change by themselves when a date passes: at its deleteDate a key is gone, and at its materialExpireTime it
 * waits for its material again. Jobs write that down a little later; what is here makes every read behave as if they
 * had run already.
 */

/** The key as it is at a moment; null once it is destroyed. */
export function asOf<
  Row extends Pick<KeyRow, 'deleteDate' | 'materialExpireTime'> & { readonly state: string },
>(row: Row, now: Date): Row | null {
  if (row.deleteDate && row.deleteDate <= now) return null;
  if (!row.materialExpireTime || row.materialExpireTime > now) return row;
  return row.state === 'Enabled' || row.state === 'Disabled'
    ? { ...row, state: 'PendingImport', materialExpireTime: null }
    : row;
}

/** Keys that are not destroyed at this moment. */
export const alive = (now: Date) =>
  ({ OR: [{ deleteDate: null }, { deleteDate: { gt: now } }] }) satisfies Prisma.KeyWhereInput;

/** Keys that are in one of these states at this moment. */
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
