import { daysAfter } from '#domain/time.ts';
import { dayOf } from '../commit/count-uses.ts';
import type { Reader } from '../store.ts';

/** When a key was last used, and how often in the days up to now. */
export async function usesOf(
  db: Reader,
  { accountId, keyId }: { readonly accountId: string; readonly keyId: string },
  days: number,
  now: Date,
): Promise<{ lastUsedAt: Date | null; uses: number }> {
  const [{ _max }, { _sum }] = await Promise.all([
    db.keyUse.aggregate({ where: { accountId, keyId }, _max: { lastUsedAt: true } }),
    db.keyUse.aggregate({
      where: { accountId, keyId, day: { gt: dayOf(daysAfter(now, -days)) } },
      _sum: { uses: true },
    }),
  ]);
  return { lastUsedAt: _max.lastUsedAt, uses: _sum.uses ?? 0 };
}
