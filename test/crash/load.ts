import type { Caller, Service } from './caller.ts';
import { step } from './steps.ts';

/**
 * How many requests and answers after the beginning, and how many turns of the event loop later: right after a request or
 * an answer a server is rarely in the middle of a commit.
 */
export interface Moment {
  readonly events: number;
  readonly turns: number;
}

export interface Strike {
  readonly moment: Moment;
  /** Kills something; resolves when what is to come back has come back. */
  readonly kill: () => Promise<void>;
  /** How much each caller must be served afterwards. 0: until the kill, and no longer. */
  readonly servedAfterwards: number;
}

/** Callers at work while something is killed. @returns how many calls were served */
export async function load(
  service: Service,
  callers: readonly Caller[],
  { moment, kill, servedAfterwards }: Strike,
): Promise<number> {
  const served = () => callers.reduce((sum, caller) => sum + caller.served, 0);
  const before = served();
  let left = moment.events;
  let isStruck = false;
  let isOver = false;
  const strike = async () => {
    for (let turn = 0; turn < moment.turns; turn += 1) await new Promise(setImmediate);
    isStruck = servedAfterwards === 0;
    await kill();
  };
  const struck = Promise.withResolvers<void>();
  service.happened = () => {
    left -= 1;
    if (left === 0) strike().then(struck.resolve, struck.reject);
  };
  struck.promise.then(
    () => {
      isStruck = true;
    },
    () => {
      isOver = true; // it does not come back: nobody would be served
    },
  );
  const work = async (caller: Caller) => {
    while (!isStruck && !isOver) await step(caller);
    const enough = caller.served + servedAfterwards;
    while (caller.served < enough && !isOver) await step(caller);
  };
  await Promise.all(callers.map(work));
  await struck.promise;
  service.happened = () => {};
  return served() - before;
}
