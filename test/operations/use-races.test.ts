import { expect, it } from 'vitest';
import { type Caller, caller, outcomeOf } from '../support/caller.ts';
import { onPostgresql } from '../support/database.ts';
import { makeDataDir, startKms } from '../support/kms.ts';

const CHANGES = 24;
const CALLERS = 8;
/** Uses that are answered in each state before the next change. */
const USES = 10;

type State = 'enabled' | 'disabled';

/** What is known of the key: whether a change is on its way, and how many changes have begun. */
interface Known {
  state: State | 'changing';
  changes: number;
}

/** Uses the key again and again, and checks each answer whose request was sent and answered while the state was known. */
async function useUntil(
  as: Caller,
  keyId: string,
  known: Known,
  settled: (state: State) => void,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const { state, changes } = known;
    const outcome = await outcomeOf(as.encrypt(keyId, Buffer.from('x')));
    if (state === 'changing' || changes !== known.changes) continue; // either answer is right
    expect([state, outcome]).toEqual([state, state === 'enabled' ? 'ok' : 'Rejected.Disabled']);
    settled(state);
  }
}

it('A use that is sent after a change of state was acknowledged, at another replica, meets that state', async () => {
  const dataDir = makeDataDir();
  await using a = await startKms({ dataDir });
  await using b = onPostgresql
    ? await startKms({ dataDir })
    : { ...a, async [Symbol.asyncDispose]() {} };
  const account = await a.addAccount();
  const changer = caller('rpc', a, account);
  const { keyId } = await changer.createKey();
  const known: Known = { state: 'enabled', changes: 0 };
  let uses = 0;
  let enough = Promise.withResolvers<void>();
  const settled = () => {
    uses += 1;
    if (uses === USES) enough.resolve();
  };
  let isOver = false;
  const users = Array.from({ length: CALLERS }, (_, index) =>
    useUntil(
      caller(index % 2 ? 'rpc' : 'graphql', b, account),
      keyId,
      known,
      settled,
      () => isOver,
    ),
  );
  for (; known.changes < CHANGES; ) {
    await Promise.race([enough.promise, ...users]);
    const next: State = known.changes % 2 === 0 ? 'disabled' : 'enabled';
    known.changes += 1;
    known.state = 'changing';
    await changer.act(next === 'disabled' ? 'DisableKey' : 'EnableKey', { keyId });
    uses = 0;
    enough = Promise.withResolvers<void>();
    known.state = next;
  }
  isOver = true;
  await Promise.all(users);
});
