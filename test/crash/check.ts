import type { Caller } from './caller.ts';
import { checkDatabase, type Read } from './database-check.ts';
import { changeUser } from './identity-steps.ts';
import type { KnownKey, Ledger, Sealed } from './ledger.ts';
import { describe, open, revive, step } from './steps.ts';

/** How much of earlier rounds each caller looks at again in each round. */
const SAMPLE = 3;

/**
 * Compares what the servers and the database say with what was acknowledged: all of this round and a sample of the
 * earlier ones. An answer that stayed unknown is settled by it.
 */
export async function checkRound(
  ledger: Ledger,
  callers: readonly Caller[],
  read: Read,
): Promise<void> {
  const isNew = ({ round }: { readonly round: number }) => round === ledger.round;
  await Promise.all(
    callers.map(async (caller) => {
      const some = Array.from({ length: SAMPLE }, () => caller.chance.pick(caller.keys)).filter(
        (key) => key !== undefined,
      );
      const keys = new Set([
        ...caller.keys.filter((key) => isNew(key) || key.states.length > 1),
        ...some,
      ]);
      await checkKeys(caller, [...keys], isNew);
      for (const userName of new Set([
        ...caller.users.slice(-SAMPLE),
        caller.chance.pick(caller.users),
      ]))
        await changeUser(caller, userName);
    }),
  );
  await checkDatabase(ledger, read);
}

/** At the end: everything of all rounds. Keys are made usable first, so that every blob must open. */
export async function checkAll(
  ledger: Ledger,
  callers: readonly Caller[],
  read: Read,
): Promise<void> {
  await Promise.all(
    callers.map(async (caller) => {
      while (caller.unanswered.length > 0) await step(caller);
      await checkKeys(caller, caller.keys, () => false);
      for (const key of caller.keys) await revive(caller, key);
      await checkKeys(caller, caller.keys, () => true);
      for (const userName of caller.users) await changeUser(caller, userName);
    }),
  );
  await checkDatabase(ledger, read);
}

async function checkKeys(
  caller: Caller,
  keys: readonly KnownKey[],
  opens: (sealed: Sealed) => boolean,
): Promise<void> {
  for (const key of keys) {
    await describe(caller, key);
    const [oldest, ...others] = key.sealed;
    for (const sealed of [...(oldest ? [oldest] : []), ...others.filter(opens)])
      await open(caller, key, sealed);
  }
}
