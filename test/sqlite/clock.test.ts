import { describe, expect, it } from 'vitest';
import { HOLD_HOURS } from '#clock/hold-reasons.ts';
import { caller, refusalOf } from '../support/caller.ts';
import { writeDatabase } from '../support/database.ts';
import { type Credential, type Kms, makeDataDir, runJobs, startKms } from '../support/kms.ts';
import { runScript } from '../support/process.ts';
import { ANSWERED, REPLAYED, record } from '../support/recorded.ts';
import { DAY, HOUR, MINUTE, setClock } from '../support/set-clock.ts';

const EXPIRED = [400, 'InvalidTimeStamp.Expired'];
const IRREVERSIBLE = ['sweep-expired', 'destroy-keys', 'expire-material'];
const settings = {
  KEYWRIGHT_ACCESS_KEY_ID: 'clock',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-the-clock',
};
const account: Credential = {
  accountId: '',
  id: 'clock',
  secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
};

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly reason?: string;
  readonly seconds?: number;
}

/** A server on SQLite whose clock a test sets, and which may be stopped and started again. */
async function setUp() {
  const clock = setClock(new Date('2026-12-01T00:00:00Z'));
  const dataDir = makeDataDir();
  const lines: LogLine[] = [];
  const log = (line: string) => void lines.push(JSON.parse(line) as LogLine);
  let kms = await startKms({
    dataDir,
    settings,
    log,
    serverClock: clock.serverClock,
    monotonic: clock.monotonic,
  });
  const run = (...jobs: string[]) => runJobs(kms, ...jobs);
  return {
    clock,
    dataDir,
    run,
    current: () => kms,
    warnings: () => lines.filter(({ level }) => level === 40),
    /** Days and hours pass, the jobs running. */
    async pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= 6 * HOUR) {
        clock.pass(Math.min(left, 6 * HOUR));
        await run('watch-clock', ...IRREVERSIBLE);
      }
    },
    /** What happens to the clock while no server runs. */
    async restart(meanwhile: () => unknown = () => {}) {
      await kms[Symbol.asyncDispose]();
      await meanwhile();
      kms = await startKms({
        dataDir,
        settings,
        log,
        serverClock: clock.serverClock,
        monotonic: clock.monotonic,
      });
      return kms;
    },
    clockCommand: (command: string) =>
      runScript('src/cli/clock.ts', { KEYWRIGHT_DATA_DIR: dataDir }, [command]),
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
}

/** A key with seven days to live. Two requests make it. */
async function condemnedKey(kms: Kms): Promise<string> {
  const as = caller('rpc', kms, account);
  const { keyId } = await as.createKey();
  await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
  return keyId;
}

const rowsIn = async ({ store }: Kms, keyId: string) => [
  await store.db.key.count({ where: { id: keyId } }),
  await store.db.nonce.count(),
];

describe('A server on SQLite', () => {
  it('destroys what is due and sweeps what is over while nothing is wrong with its clock', async () => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    await test.pass(6 * DAY);
    expect((await rowsIn(test.current(), keyId))[0]).toBe(1);
    await test.restart(() => test.clock.pass(23 * HOUR));
    await test.pass(HOUR);
    expect(await rowsIn(test.current(), keyId)).toEqual([0, 0]);
    expect(test.warnings()).toEqual([]);
  });

  it.each([
    ['forward by 31 days', 0, 31 * DAY],
    ['forward by two minutes, just before', 7 * DAY - MINUTE, 2 * MINUTE],
    ['back by an hour, just before', 7 * DAY - MINUTE, -HOUR],
  ])('destroys nothing once its clock was set %s', async (_way, before, milliseconds) => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    await test.pass(before);
    test.clock.set(milliseconds);
    await test.run(...IRREVERSIBLE); // the jobs see it themselves, however long it is since the clocks were compared
    test.clock.pass(4 * HOUR);
    await test.run(...IRREVERSIBLE);
    expect((await rowsIn(test.current(), keyId))[0]).toBe(1);
    const [warning, ...others] = test.warnings();
    expect(warning).toMatchObject({ reason: 'jump', seconds: milliseconds / 1_000 });
    expect(warning?.msg).toContain(`until the server has run for ${HOLD_HOURS} hours`);
    expect(warning?.msg).toContain('npm run clock -- confirm');
    expect(others).toEqual([]);
  });

  it('takes a key that is due for destroyed all the same, and gives it back when the clock is right again', async () => {
    await using test = await setUp();
    const kms = test.current();
    const as = caller('graphql', kms, account);
    const keyId = await condemnedKey(kms);
    test.clock.set(31 * DAY);
    expect(await refusalOf(as.describeKey(keyId))).toBe('Forbidden.KeyNotFound');
    await test.run(...IRREVERSIBLE);
    test.clock.set(-31 * DAY);
    await test.run(...IRREVERSIBLE);
    await as.act('CancelKeyDeletion', { keyId });
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
    expect(test.warnings()).toHaveLength(2);
  });

  it.each([
    ['for a month', 'stop', 31 * DAY],
    ['while its clock was set back', 'behind', -2 * MINUTE],
  ])('waits when it starts after it was stopped %s', async (_what, reason, milliseconds) => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    await test.restart(() => test.clock.set(milliseconds));
    if (milliseconds < 0) test.clock.pass(20 * HOUR);
    await test.run(...IRREVERSIBLE);
    expect(await rowsIn(test.current(), keyId)).toEqual([1, 2]);
    expect(test.warnings()).toMatchObject([{ reason, seconds: milliseconds / 1_000 }]);
    await test.restart();
    await test.run(...IRREVERSIBLE);
    expect(await rowsIn(test.current(), keyId)).toEqual([1, 2]);
    expect(test.warnings()).toMatchObject([{ reason }, { reason }]); // once a start
  });

  it('waits after an upgrade from a release that noted no time, if it was stopped for long', async () => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    await test.restart(() => {
      test.clock.set(31 * DAY);
      return writeDatabase(test.dataDir, 'DELETE FROM "ClockState"');
    });
    await test.run(...IRREVERSIBLE);
    expect(await rowsIn(test.current(), keyId)).toEqual([1, 2]);
    expect(test.warnings()).toMatchObject([{ reason: 'stop' }]);
  });

  it('waits after its machine has slept for days', async () => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    test.clock.pass(31 * DAY);
    await test.run(...IRREVERSIBLE);
    expect(await rowsIn(test.current(), keyId)).toEqual([1, 2]);
    expect(test.warnings()).toMatchObject([{ reason: 'stop' }]);
  });

  it('goes on after 24 hours of running, counted over restarts', async () => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    test.clock.set(31 * DAY);
    await test.run('watch-clock');
    const runFor = async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 5 * MINUTE) {
        test.clock.pass(5 * MINUTE);
        await test.run('watch-clock');
      }
      await test.run(...IRREVERSIBLE);
    };
    await runFor(12 * HOUR);
    await test.restart(() => test.clock.pass(20 * HOUR)); // which do not count
    await runFor(12 * HOUR - 5 * MINUTE);
    expect(await rowsIn(test.current(), keyId)).toEqual([1, 2]);
    await runFor(5 * MINUTE);
    expect(await rowsIn(test.current(), keyId)).toEqual([0, 0]);
    await test.restart();
    expect(test.warnings()).toMatchObject([{ reason: 'jump' }, { reason: 'jump' }]); // none at the last start
  });

  it('goes on when the operator has confirmed the clock', async () => {
    await using test = await setUp();
    const keyId = await condemnedKey(test.current());
    expect(await test.clockCommand('status')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The clock is trusted'),
    });
    test.clock.set(31 * DAY);
    await test.run('watch-clock');
    const { stdout } = await test.clockCommand('status');
    expect(stdout).toContain('The clock was set while the server ran.');
    expect(stdout).toContain(`${HOLD_HOURS} hours (0.0 so far)`);
    expect(await rowsIn(test.current(), keyId)).toEqual([1, 2]);
    expect(await test.clockCommand('confirm')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Confirmed'),
    });
    await test.run(...IRREVERSIBLE);
    expect(await rowsIn(test.current(), keyId)).toEqual([0, 0]);
    // The next jump needs a confirmation of its own.
    test.clock.set(DAY);
    await test.run('watch-clock');
    expect((await test.clockCommand('status')).stdout).toContain('wait');
  });
});

describe('npm run clock', () => {
  it.each(['status', 'confirm'])(
    'says with %s that a database of an older release has to be started first',
    async (command) => {
      await using test = await setUp();
      await writeDatabase(test.dataDir, 'DROP TABLE "ClockState"');
      const { code, stderr } = await test.clockCommand(command);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining('from an older release. Start the server once'),
      });
    },
  );

  it('says how it is used', async () => {
    await using test = await setUp();
    expect(await test.clockCommand('set')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run clock -- status | confirm'),
    });
  });
});

describe('A request that somebody has recorded', () => {
  it.each(['Decrypt', 'DescribeKey'])(
    'is not answered again when the clock was set forward and back: %s',
    async (action) => {
      await using test = await setUp();
      const as = caller('rpc', test.current(), account);
      const { keyId } = await as.createKey();
      const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('secret'));
      const input: Record<string, string> =
        action === 'Decrypt' ? { CiphertextBlob: ciphertextBlob } : { KeyId: keyId };
      const replay = record(account, action, input, test.clock.now());
      expect(await replay(test.current())).toEqual(ANSWERED);
      test.clock.set(32 * MINUTE);
      await test.run(...IRREVERSIBLE);
      expect(await replay(test.current())).toEqual(EXPIRED);
      test.clock.set(-32 * MINUTE);
      expect(await replay(test.current())).toEqual(REPLAYED);
      expect(await replay(await test.restart())).toEqual(REPLAYED);
    },
  );

  it('is not answered again when the server was started with a clock that was fast, and that is put right', async () => {
    await using test = await setUp();
    const { keyId } = await caller('rpc', test.current(), account).createKey();
    const replay = record(
      account,
      'Encrypt',
      { KeyId: keyId, Plaintext: 'eA==' },
      test.clock.now(),
    );
    expect(await replay(test.current())).toEqual(ANSWERED);
    // Less than a day: nobody can tell that stop from this clock.
    await test.restart(() => test.clock.set(42 * MINUTE));
    await test.run(...IRREVERSIBLE);
    expect(await test.current().store.db.nonce.count()).toBe(0);
    test.clock.set(-32 * MINUTE);
    const fresh = () =>
      record(account, 'DescribeKey', { KeyId: keyId }, test.clock.now())(test.current());
    expect(await replay(test.current())).toEqual(EXPIRED);
    expect(await fresh()).toEqual(ANSWERED);
    expect(await replay(await test.restart())).toEqual(EXPIRED);
    expect(await fresh()).toEqual(ANSWERED);
  });
});
