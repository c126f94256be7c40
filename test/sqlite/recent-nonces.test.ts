import { describe, expect, it } from 'vitest';
import { insertUnique } from '#store/commit/write-set.ts';
import type { StoredNonce } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { startKms } from '../support/kms.ts';

const START = Date.parse('2026-12-01T00:00:00Z');

describe('The nonces that a start loads', () => {
  it('are those that expire last, in the order of their expiry', async () => {
    await using kms = await startKms();
    const nonces = [3, 1, 4, 2].map((minute) => ({
      accountId: '1',
      accessKeyId: 'one',
      hash: `hash ${minute}`,
      expiresAt: new Date(START + minute * 60_000),
    }));
    await kms.store.commit(
      nonces.map((nonce) => insertUnique(TABLES.nonce, nonce, ['accessKeyId', 'hash'], 'conflict')),
    );
    const load = async (max: number) => {
      const loaded: StoredNonce[] = [];
      await kms.store.recentNonces(max, (nonce) => loaded.push(nonce));
      return loaded;
    };
    const expected = [2, 3, 4].map((minute) => ({
      accessKeyId: 'one',
      hash: `hash ${minute}`,
      expiresAt: START + minute * 60_000,
    }));
    expect(await load(3)).toEqual(expected);
    expect(await load(100)).toEqual([
      { accessKeyId: 'one', hash: 'hash 1', expiresAt: START + 60_000 },
      ...expected,
    ]);
    expect(await load(0)).toEqual([]);
    await kms.store.checkpoint(); // no connection of a load is open
  });
});
