import { dayOf, daysAfter } from '#domain/time.ts';
import type { Reader } from '../store.ts';

/** How often a key was used on a day (UTC). */
export interface UsesOfDay {
  readonly day: string;
  readonly uses: number;
}

/** The first day of a period that ends with the current day. */
const firstDay = (days: number, now: Date): string => dayOf(daysAfter(now, 1 - days));

/**
 * When a key was last used, and how often it was used in a period.
 * @param days length of the period in UTC days, the current day included
 */
export async function usesOf(
  db: Reader,
  { accountId, keyId }: { readonly accountId: string; readonly keyId: string },
  days: number,
  now: Date,
): Promise<{ lastUsedAt: Date | null; uses: number }> {
  const [{ _max }, { _sum }] = await Promise.all([
    db.keyUse.aggregate({ where: { accountId, keyId }, _max: { lastUsedAt: true } }),
    db.keyUse.aggregate({
      where: { accountId, keyId, day: { gte: firstDay(days, now) } },
      _sum: { uses: true },
    }),
  ]);
  return { lastUsedAt: _max.lastUsedAt, uses: _sum.uses ?? 0 };
}

/**
 * How often keys were used on each day of a period, the oldest day first. A day without uses has 0.
 * @param days length of the period in UTC days, the current day included
 */
export async function usesByDay(
  db: Reader,
  { accountId, keyIds }: { readonly accountId: string; readonly keyIds: readonly string[] },
  days: number,
  now: Date,
): Promise<ReadonlyMap<string, readonly UsesOfDay[]>> {
  const from = firstDay(days, now);
  const rows = await db.keyUse.findMany({
    where: { accountId, keyId: { in: [...keyIds] }, day: { gte: from } },
    select: { keyId: true, day: true, uses: true },
  });
  const uses = new Map(rows.map((row) => [`${row.keyId} ${row.day}`, row.uses]));
  const period = Array.from({ length: days }, (_, index) =>
    dayOf(daysAfter(now, index + 1 - days)),
  );
  return new Map(
    keyIds.map((keyId) => [
      keyId,
      period.map((day) => ({ day, uses: uses.get(`${keyId} ${day}`) ?? 0 })),
    ]),
  );
}
