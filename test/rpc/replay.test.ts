import { describe, expect, it } from 'vitest';
import { SKEW_MILLISECONDS } from '#identity/nonces.ts';
import { caller } from '../support/caller.ts';
import { type Credential, makeDataDir, startKms } from '../support/kms.ts';
import { ANSWERED, REPLAYED, record } from '../support/recorded.ts';

const settings = {
  KEYWRIGHT_ACCESS_KEY_ID: 'replay',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-the-replay',
};
const account: Credential = {
  accountId: '',
  id: 'replay',
  secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
};

describe('A signed request that somebody sends again', () => {
  it.each(['CreateKey', 'DescribeKey', 'ListKeys', 'Encrypt', 'DescribeRegions'])(
    'is refused, also after the server was restarted: %s',
    async (action) => {
      const dataDir = makeDataDir();
      const kms = await startKms({ dataDir, settings });
      const { keyId } = await caller('rpc', kms, account).createKey();
      const input = {
        ...(action !== 'CreateKey' && { KeyId: keyId }),
        ...(action === 'Encrypt' && { Plaintext: 'eA==' }),
      };
      const replay = record(account, action, input, new Date());
      expect(await replay(kms)).toEqual(ANSWERED);
      expect(await replay(kms)).toEqual(REPLAYED);
      await kms[Symbol.asyncDispose]();
      await using restarted = await startKms({ dataDir, settings });
      expect(await replay(restarted)).toEqual(REPLAYED);
    },
  );

  it('is remembered for 15 minutes and twice what clocks may be off', async () => {
    await using kms = await startKms({
      settings: { ...settings, KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS: '300' },
    });
    const now = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    expect(
      await record(
        account,
        'Encrypt',
        { KeyId: (await caller('rpc', kms, account).createKey()).keyId, Plaintext: 'eA==' },
        now,
      )(kms),
    ).toEqual(ANSWERED);
    const expiries = (await kms.store.db.nonce.findMany()).map(({ expiresAt }) =>
      expiresAt.getTime(),
    );
    expect(expiries).toContain(now.getTime() + SKEW_MILLISECONDS + 600_000);
  });

  it('is taken for a new one when its nonce has expired, and only then', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ settings, clock: () => now });
    const send = (time: Date) =>
      record(account, 'ListKeys', { SignatureNonce: 'again' }, time)(kms);
    expect(await send(now)).toEqual(ANSWERED);
    const after = (minutes: number) =>
      new Date(Date.parse('2026-12-01T00:00:00Z') + minutes * 60_000);
    for (const [minutes, answer] of [
      [17, REPLAYED],
      [18, ANSWERED],
      [19, REPLAYED],
    ] as const) {
      now = after(minutes);
      for (const { name, work } of kms.jobs) if (name === 'sweep-expired') await work();
      expect([minutes, await send(now)]).toEqual([minutes, answer]);
    }
  });
});
