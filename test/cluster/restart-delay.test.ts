import { describe, expect, it } from 'vitest';
import { RestartDelay } from '#cluster/restart-delay.ts';

const MINUTE = 60_000;

describe('The delay before a worker is replaced', () => {
  it('doubles while workers live shortly, up to half a minute', () => {
    const delay = new RestartDelay();
    const delays = Array.from({ length: 12 }, () => delay.next(MINUTE - 1));
    expect(delays.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(delays.slice(-3)).toEqual([30_000, 30_000, 30_000]);
  });

  it('is short again after one that lived', () => {
    const delay = new RestartDelay();
    delay.next(0);
    delay.next(0);
    expect(delay.next(MINUTE)).toBe(100);
    expect(delay.next(0)).toBe(200);
  });
});
