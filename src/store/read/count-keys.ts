import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import { Prisma } from '#generated/sqlite/client.ts';
import type { BackgroundReader, Reader } from '../store.ts';
import { alive, inStates } from './as-of.ts';

/**
 * How many keys an account has at this moment. Triggers keep the number of its rows (migration 0006), so no list is
 * counted: only the keys that are due and not yet destroyed are, by an index. One statement, so that a key which is
 * destroyed meanwhile is counted in both numbers or in none.
 */
export async function countKeys(db: Reader, accountId: string, now: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ alive: bigint | number }[]>(Prisma.sql`SELECT
    (SELECT coalesce(sum("keys"), 0) FROM "KeyCount" WHERE "accountId" = ${accountId}) -
    (SELECT count(*) FROM "Key" WHERE "accountId" = ${accountId} AND "deleteDate" <= ${now}) AS "alive"`);
  return Number(row?.alive);
}

/** How many keys there are in each state at this moment, of all accounts. */
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
