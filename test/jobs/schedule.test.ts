import { describe, expect, it } from 'vitest';
import { repeat } from '#jobs/schedule.ts';

/** A job of every millisecond, whose runs a test ends. */
function start() {
  const runs: PromiseWithResolvers<void>[] = [];
  const ended: unknown[] = [];
  let begun = Promise.withResolvers<void>();
  const work = () => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    begun.resolve();
    begun = Promise.withResolvers<void>();
    return run.promise;
  };
  const job = repeat(
    { name: 'test', everyMilliseconds: 1, work },
    (_name, error) => void ended.push(error ?? 'done'),
  );
  return {
    runs,
    ended,
    next: () => begun.promise,
    end: (error?: Error) => (error ? runs.at(-1)?.reject(error) : runs.at(-1)?.resolve()),
    stop: async () => job[Symbol.asyncDispose](),
  };
}

/** Lets as much time pass as another job takes to come round: what was due before it was done before it. */
async function letTimePass(): Promise<void> {
  const { next, end, stop } = start();
  for (let round = 0; round < 3; round += 1) {
    const again = next();
    end();
    await again;
  }
  end();
  await stop();
}

describe('A job', () => {
  it('that failed is done again, and again', async () => {
    const { runs, ended, end, stop } = start();
    const failure = new Error('the database is away');
    end(failure);
    await letTimePass();
    expect([runs.length, ended]).toEqual([2, [failure]]);
    end();
    await letTimePass();
    expect([runs.length, ended]).toEqual([3, [failure, 'done']]);
    end();
    await stop();
  });

  it('is never done twice at once', async () => {
    const { runs, end, stop } = start();
    await letTimePass();
    expect(runs).toHaveLength(1);
    end();
    await stop();
  });

  it.each([undefined, new Error('too late')])(
    'that is stopped finishes the run in progress, and starts no other (%s)',
    async (error) => {
      const { runs, ended, end, stop } = start();
      let isOver = false;
      const stopped = stop().then(() => {
        isOver = true;
      });
      await letTimePass();
      expect(isOver).toBe(false);
      end(error);
      await stopped;
      await letTimePass();
      expect([runs.length, ended]).toEqual([1, [error ?? 'done']]);
    },
  );
});
