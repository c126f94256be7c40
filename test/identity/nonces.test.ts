import { describe, expect, it } from 'vitest';
import { NonceUsedError } from '#domain/errors.ts';
import { Nonces } from '#identity/nonces.ts';

const principal = {
  accountId: '1',
  credential: { type: 'AccessKey', id: 'one', expiresAt: null },
} as const;

describe('More nonces than are remembered', () => {
  it('do not push out the newest hundred thousand', () => {
    const nonces = new Nonces({ maxClockSkewMilliseconds: 0, sweptTo: () => 0 });
    const now = new Date();
    const remember = (nonce: number) => nonces.remember(principal, String(nonce), now);
    const last = 250_000;
    for (let nonce = 1; nonce <= last; nonce += 1) remember(nonce);
    for (const nonce of [last, last - 49_999, last - 50_000, last - 99_999])
      expect([nonce, isRefused(() => remember(nonce))]).toEqual([nonce, true]);
    expect(isRefused(() => remember(1))).toBe(false);
  });
});

function isRefused(remember: () => unknown): boolean {
  try {
    remember();
    return false;
  } catch (error) {
    if (error instanceof NonceUsedError) return true;
    throw error;
  }
}
