import type { Dialect, Transaction } from './dialect.ts';
import { rowsAsJson } from './insert.ts';
import type { Use } from './writes.ts';

/** The day of a moment, in UTC: `2016-03-25`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Counts the uses of a whole batch by key and day, in one statement. */
export async function countUses(
  tx: Transaction,
  dialect: Dialect,
  uses: readonly Use[],
): Promise<void> {
  if (uses.length === 0) return;
  const byDay = Map.groupBy(uses, ({ keyId, at }) => `${keyId} ${dayOf(at)}`);
  const rows = [...byDay.values()].map((group) => {
    const last = group.reduce((latest, use) => (use.at > latest.at ? use : latest));
    return {
      accountId: last.accountId,
      keyId: last.keyId,
      day: dayOf(last.at),
      uses: group.length,
      lastUsedAt: last.at,
    };
  });
  await tx.$executeRawUnsafe(
    `${dialect.insert('keyUse')} ON CONFLICT ("keyId", "day") DO UPDATE SET "uses" = "KeyUse"."uses" + excluded."uses",
      "lastUsedAt" = CASE WHEN excluded."lastUsedAt" > "KeyUse"."lastUsedAt" THEN excluded."lastUsedAt" ELSE "KeyUse"."lastUsedAt" END`,
    rowsAsJson(dialect, rows),
  );
}
