import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import { Prisma } from '#generated/sqlite/client.ts';
import type { BackgroundReader, Reader } from '../store.ts';
import { alive, inStates } from './as-of.ts';

/**
 * Number of keys of an account at the time `now`. Triggers maintain the number of rows (migration 0006); subtracted are
 * the keys whose deleteDate has passed and whose rows still exist, which an index finds. One statement reads both
 * numbers, so that a row deleted at the same time is in both or in neither.
 */
export async function countKeys(db: Reader, accountId: string, now: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ alive: bigint | number }[]>(Prisma.sql`SELECT
    (SELECT coalesce(sum("keys"), 0) FROM "KeyCount" WHERE "accountId" = ${accountId}) -
    (SELECT count(*) FROM "Key" WHERE "accountId" = ${accountId} AND "deleteDate" <= ${now}) AS "alive"`);
  return Number(row?.alive);
}

/** Number of keys in each state at the time `now`, of all accounts together. */
export async function countKeysByState(
  db: BackgroundReader,
  now: Date,
): Promise<Readonly<Record<KeyState, number>>> {
  const counts = KEY_STATES.map(async (state) => [
    state,
    await db.key.count({ where: { AND: [alive(now), inStates([state], now)] } }),
  ]);
  return Object.fromEntries(await Promise.all(counts)) as Record<KeyState, number>;
}
