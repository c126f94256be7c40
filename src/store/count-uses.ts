import type { Prisma } from '#generated/sqlite/client.ts';
import { storedTime } from './insert.ts';
import type { Use } from './writes.ts';

/** The day of a moment, in UTC: `2016-03-25`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Counts the uses of a whole batch by key and day, in one statement. */
export async function countUses(tx: Prisma.TransactionClient, uses: readonly Use[]): Promise<void> {
  if (uses.length === 0) return;
  const byDay = Map.groupBy(uses, ({ keyId, at }) => `${keyId} ${dayOf(at)}`);
  const rows = [...byDay.values()].map((group) => {
    const last = group.reduce((latest, use) => (use.at > latest.at ? use : latest));
    return { accountId: last.accountId, keyId: last.keyId, day: dayOf(last.at), uses: group.length, lastUsedAt: storedTime(last.at) };
  });
  await tx.$executeRawUnsafe(
    `INSERT INTO "KeyUse" ("accountId", "keyId", "day", "uses", "lastUsedAt")
      SELECT value ->> '$.accountId', value ->> '$.keyId', value ->> '$.day', value ->> '$.uses', value ->> '$.lastUsedAt' FROM json_each(?) WHERE true
      ON CONFLICT ("keyId", "day") DO UPDATE SET "uses" = "uses" + excluded."uses", "lastUsedAt" = max("lastUsedAt", excluded."lastUsedAt")`,
    JSON.stringify(rows),
  );
}
