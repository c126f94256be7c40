import { describe, expect, it } from 'vitest';
import { DatabaseComparison } from '#clock/database-comparison.ts';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { type Logger, openLog } from '#log/log.ts';
import type { Store } from '#store/store.ts';

/** A server whose clock is so many seconds ahead of the database's, and a database that takes its time to answer. */
function setUp({ aheadSeconds = 0, answerSeconds = 0 } = {}) {
  let elapsed = 0; // true time, in milliseconds
  let ahead = aheadSeconds * 1_000;
  let answer = answerSeconds * 1_000;
  const logged: unknown[] = [];
  const log: Pick<Logger, 'info' | 'error' | 'warn'> = Object.assign(openLog('silent'), {
    info: () => logged.push('agrees'),
    error: ({ seconds }: { seconds: number }) => logged.push(seconds),
  });
  const store = {
    async time() {
      elapsed += answer / 2;
      const time = new Date(elapsed);
      elapsed += answer / 2;
      return time;
    },
  } as Store;
  const comparison = new DatabaseComparison({
    store,
    clock: () => new Date(elapsed + ahead),
    monotonic: () => elapsed,
    maxSkewMilliseconds: 60_000,
    log,
    advise: (text) => text,
  });
  const isUsable = () => {
    try {
      comparison.now();
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(ServiceUnavailableError);
      return false;
    }
  };
  return {
    comparison,
    logged,
    isUsable,
    set: (seconds: number) => (ahead += seconds * 1_000),
    sleep: (seconds: number) => (ahead -= seconds * 1_000),
    answerIn: (seconds: number) => (answer = seconds * 1_000),
  };
}

describe("The clock of a server, compared with the database's,", () => {
  it.each([
    [0, true],
    [60, true],
    [-60, true],
    [61, false],
    [-61, false],
    [32 * 60, false],
    [31 * 86_400, false],
  ])('may be %i seconds ahead: %s', async (aheadSeconds, expected) => {
    const { comparison, isUsable } = setUp({ aheadSeconds });
    await comparison.compare();
    expect([isUsable(), comparison.isTrusted()]).toEqual([expected, expected]);
  });

  it('is not blamed for the time that an answer takes, and not excused by it', async () => {
    const slow = setUp({ aheadSeconds: 58, answerSeconds: 6 });
    await slow.comparison.compare();
    expect(slow.isUsable()).toBe(true);
    const wrong = setUp({ aheadSeconds: 64, answerSeconds: 6 });
    await wrong.comparison.compare();
    expect(wrong.isUsable()).toBe(false);
    // One that an answer leaves open stays what it was.
    slow.set(4);
    await slow.comparison.compare();
    expect(slow.isUsable()).toBe(true);
    wrong.set(-4);
    await wrong.comparison.compare();
    expect(wrong.isUsable()).toBe(false);
  });

  it('is refused at once when it is set, and taken at once when it is put right', async () => {
    const { comparison, set, isUsable } = setUp();
    await comparison.compare();
    set(32 * 60);
    expect(isUsable()).toBe(false);
    set(-32 * 60);
    expect(isUsable()).toBe(true);
    set(-61);
    await comparison.compare();
    expect(isUsable()).toBe(false);
    set(61);
    expect(isUsable()).toBe(true);
  });

  it('is told of once when it differs, with the seconds, and once when it agrees again', async () => {
    const { comparison, set, logged } = setUp();
    await comparison.compare();
    expect(logged).toEqual([]);
    set(1_920);
    for (let comparisons = 0; comparisons < 3; comparisons += 1) await comparison.compare();
    expect(logged).toEqual([1_920]);
    set(-1_900);
    for (let comparisons = 0; comparisons < 3; comparisons += 1) await comparison.compare();
    expect(logged).toEqual([1_920, 'agrees']);
  });
});
