import { describe, expect, it } from 'vitest';
import { Jumps } from '#clock/jumps.ts';

/** Two clocks, in seconds. */
function setUp() {
  const at = { clock: 0, monotonic: 0 };
  const jumps = new Jumps({ ...at }, 60_000);
  return (clockSeconds: number, monotonicSeconds: number) => {
    at.clock += clockSeconds * 1_000;
    at.monotonic += monotonicSeconds * 1_000;
    return jumps.detect({ ...at }) / 1_000;
  };
}

describe('A clock jumps', () => {
  it('when it goes another way than the monotonic one, by more than it may, and once', () => {
    const detect = setUp();
    expect(detect(5, 5)).toBe(0);
    expect(detect(65, 5)).toBe(0);
    expect(detect(66, 5)).toBe(121);
    expect(detect(5, 5)).toBe(0);
    expect(detect(-3_595, 5)).toBe(-3_600);
    expect(detect(5, 5)).toBe(0);
  });

  it('when it is set by small steps within an hour', () => {
    const detect = setUp();
    expect([detect(35, 5), detect(35, 5), detect(35, 5)]).toEqual([0, 0, 90]);
  });

  it('not when it drifts by a second an hour', () => {
    const detect = setUp();
    for (let hour = 0; hour < 200; hour += 1) expect(detect(3_601, 3_600)).toBe(0);
    for (let hour = 0; hour < 200; hour += 1) expect(detect(3_599, 3_600)).toBe(0);
  });
});
