import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import { alive, inStates } from './as-of.ts';
import type { Reader } from './store.ts';

/** How many keys there are in each state at this moment, of all accounts. */
export async function countKeysByState(db: Reader, now: Date): Promise<Readonly<Record<KeyState, number>>> {
  const counts = KEY_STATES.map(async (state) => [state, await db.key.count({ where: { AND: [alive(now), inStates([state], now)] } })]);
  return Object.fromEntries(await Promise.all(counts)) as Record<KeyState, number>;
}
