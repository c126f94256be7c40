import { describe, expect, it } from 'vitest';
import { caller, refusalOf } from '../support/caller.ts';
import { databaseSettings, writeDatabase } from '../support/database.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import {
  type Credential,
  type Kms,
  type KmsOptions,
  makeDataDir,
  runJobs,
  startKms,
} from '../support/kms.ts';
import { runScript } from '../support/process.ts';
import { ANSWERED, REPLAYED, record } from '../support/recorded.ts';
import { callV1 } from '../support/rpc-client.ts';
import { until } from '../support/second-connection.ts';
import { DAY, HOUR, MINUTE } from '../support/set-clock.ts';

const SECOND = 1_000;
const UNAVAILABLE = [503, 'ServiceUnavailableTemporary'];
const IRREVERSIBLE = ['sweep-expired', 'destroy-keys', 'expire-material'];

/** Replicas of one database, which has a clock of its own: a right one, and others whose clocks are ahead by so much. */
async function replicas(...ahead: readonly number[]) {
  const opened = new AsyncDisposableStack();
  const dataDir = makeDataDir();
  const start = async (milliseconds = 0, options: KmsOptions = {}) =>
    opened.use(
      await startKms({
        dataDir,
        serverClock: () => new Date(Date.now() + milliseconds),
        ...options,
      }),
    );
  const right = await start();
  const account = await right.addAccount();
  const wrong = await Promise.all(ahead.map((milliseconds) => start(milliseconds)));
  return {
    dataDir,
    right,
    wrong,
    account,
    start,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const statusOf = async ({ url }: Kms, path: string) => (await rawRequest(url, { path })).status;
const isReady = async (kms: Kms) => (await statusOf(kms, '/readyz')) === 200;

/** What a signed request and one by HTTP Basic are told, from a client whose clock agrees with the server's. */
async function told(kms: Kms, account: Credential, milliseconds: number) {
  const { status, json } = await callV1(
    kms,
    account,
    'ListKeys',
    {},
    { now: new Date(Date.now() + milliseconds) },
  );
  const { status: graphqlStatus, errors } = await postGraphql(kms, account, {
    query: '{ __typename }',
  });
  return [
    [status, json.Code],
    [graphqlStatus, errors?.[0]?.extensions.code],
  ];
}

describe('A replica', () => {
  it.each([
    ['61 seconds ahead of', 61 * SECOND],
    ['61 seconds behind', -61 * SECOND],
    ['32 minutes ahead of', 32 * MINUTE],
    ['31 days ahead of', 31 * DAY],
    ['a day behind', -DAY],
  ])(
    'whose clock is %s the database is not ready, and answers 503',
    async (_what, milliseconds) => {
      await using test = await replicas(milliseconds);
      const { right, account } = test;
      const [wrong = right] = test.wrong;
      await until(async () => !(await isReady(wrong)));
      expect(await statusOf(wrong, '/healthz')).toBe(200);
      expect(await told(wrong, account, milliseconds)).toEqual([UNAVAILABLE, UNAVAILABLE]);
      expect(
        (await callV1(wrong, account, 'CreateKey', {}, { params: { Format: 'XML' } })).text,
      ).toContain('<Code>ServiceUnavailableTemporary</Code>');
      expect((await rawRequest(wrong.url, { path: '/metrics' })).text).toContain(
        '\nkeywright_clock_trusted 0\n',
      );
      expect(await isReady(right)).toBe(true);
      expect(await told(right, account, 0)).toEqual([ANSWERED, ANSWERED]);
      expect(
        await right.store.db.auditEvent.count({ where: { accountId: account.accountId } }),
      ).toBe(0);
    },
  );

  it('whose clock is off by less than the setting is ready, and answers', async () => {
    await using test = await replicas(50 * SECOND, -50 * SECOND);
    const { account } = test;
    for (const [index, milliseconds] of [50 * SECOND, -50 * SECOND].entries()) {
      const replica = test.wrong[index] ?? test.right;
      expect(await isReady(replica)).toBe(true);
      expect(await told(replica, account, milliseconds)).toEqual([ANSWERED, ANSWERED]);
    }
    const strict = await test.start(50 * SECOND, {
      settings: { KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS: '30' },
    });
    expect(await isReady(strict)).toBe(false);
    const lenient = await test.start(200 * SECOND, {
      settings: { KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS: '300' },
    });
    expect(await isReady(lenient)).toBe(true);
  });

  it('says by how much it is off when it starts, and refuses at once when its clock is set while it runs', async () => {
    const lines: { level: number; msg: string; seconds?: number }[] = [];
    let ahead = 31 * DAY;
    await using test = await replicas();
    const { account } = test;
    const log = (line: string) => void lines.push(JSON.parse(line));
    const replica = await test.start(0, { log, serverClock: () => new Date(Date.now() + ahead) });
    expect(lines.filter(({ level }) => level >= 50)).toEqual([
      expect.objectContaining({
        seconds: expect.closeTo(31 * 86_400, -1),
        limitSeconds: 60,
        msg: expect.stringContaining('differs from the database'),
      }),
    ]);
    ahead = 0;
    // A comparison that the clock was set in has no result, and is repeated.
    await expect.poll(() => isReady(replica)).toBe(true);
    await runJobs(replica, 'watch-clock');
    expect(lines.filter(({ msg }) => msg.includes('agrees with the database'))).toHaveLength(1);
    expect(await told(replica, account, 0)).toEqual([ANSWERED, ANSWERED]);
    ahead = 32 * MINUTE;
    expect(await told(replica, account, ahead)).toEqual([UNAVAILABLE, UNAVAILABLE]);
    expect(await isReady(replica)).toBe(false);
  });

  it('signs no browser in while its clock is wrong', async () => {
    await using test = await replicas(-HOUR);
    const { right, wrong } = test;
    const { id } = await right.store.db.accessKey.findFirstOrThrow({
      where: { accountId: right.deployment.accountId },
    });
    const signIn = async ({ url }: Kms, link: string) => {
      const headers = [
        ['content-type', 'application/json'],
        ['sec-fetch-site', 'same-origin'],
      ] as const;
      const body = JSON.stringify({ token: new URL(link).hash.slice(1) });
      return (await rawRequest(url, { method: 'POST', path: '/sign-in', headers, body })).status;
    };
    // Its link is good all the same: it goes by the database's time.
    const link = await (wrong[0] ?? right).signInLink(id);
    expect(await signIn(wrong[0] ?? right, link)).toBe(503);
    expect(await signIn(right, link)).toBe(204);
  });
});

describe('Whatever the clocks of replicas say', () => {
  it('a recorded Decrypt is not answered again', async () => {
    await using test = await replicas();
    const { right, account } = test;
    const as = caller('rpc', right, account);
    const { keyId } = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('secret'));
    const replay = record(account, 'Decrypt', { CiphertextBlob: ciphertextBlob }, new Date());
    expect(await replay(right)).toEqual(ANSWERED);
    for (const milliseconds of [61 * SECOND, 32 * MINUTE, 31 * DAY])
      await runJobs(await test.start(milliseconds), ...IRREVERSIBLE);
    expect(await replay(await test.start())).toEqual(REPLAYED); // one that remembers nothing itself
    expect(
      await right.store.db.auditEvent.count({ where: { operation: 'Decrypt', outcome: 'Done' } }),
    ).toBe(1);
  });

  it('a recorded Decrypt is not answered again by a replica that is behind, as far as it may be', async () => {
    const start = Date.parse('2026-12-01T00:00:00Z');
    let database = start;
    const dataDir = makeDataDir();
    const startBehind = () =>
      startKms({
        dataDir,
        clock: () => new Date(database),
        serverClock: () => new Date(database - 60 * SECOND),
      });
    await using behind = await startBehind();
    const account = await behind.addAccount();
    const as = caller('rpc', behind, account);
    const { keyId } = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('secret'));
    const replay = record(account, 'Decrypt', { CiphertextBlob: ciphertextBlob }, new Date(start));
    expect(await replay(behind)).toEqual(ANSWERED);
    database = start + 16 * MINUTE; // by the replica's clock the request is 15 minutes old
    await runJobs(behind, ...IRREVERSIBLE);
    expect(await replay(behind)).toEqual(REPLAYED);
    await using another = await startBehind();
    expect(await replay(another)).toEqual(REPLAYED);
  });

  it.each([
    ['32 minutes', '20 minutes to live', 32 * MINUTE, 20 * MINUTE],
    ['31 days', 'seven days to live', 31 * DAY, 7 * DAY],
  ])(
    'one that is %s ahead destroys no key with %s, and removes nothing else',
    async (_ahead, _what, milliseconds, left) => {
      await using test = await replicas();
      const { right, account } = test;
      const as = caller('rpc', right, account);
      const [{ keyId }, imported] = [
        await as.createKey({ clientToken: 'token' }),
        await as.createKey(),
      ];
      await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
      await right.signInLink(account.id);
      const due = new Date(Date.now() + left).toISOString();
      await writeDatabase(
        test.dataDir,
        `UPDATE "Key" SET "deleteDate" = '${due}' WHERE "id" = '${keyId}';
      UPDATE "Key" SET "materialExpireTime" = '${due}' WHERE "id" = '${imported.keyId}';`,
      );
      await runJobs(await test.start(milliseconds), ...IRREVERSIBLE);
      expect((await as.describeKey(keyId)).keyState).toBe('PendingDeletion');
      await as.act('CancelKeyDeletion', { keyId });
      for (const id of [keyId, imported.keyId])
        expect((await as.encrypt(id, Buffer.from('x'))).keyId).toBe(id);
      const { db } = right.store;
      const rows = [
        await db.clientToken.count(),
        await db.signInLink.count(),
        await db.auditEvent.count({ where: { surface: 'job' } }),
      ];
      expect(rows).toEqual([1, 1, 0]);
    },
  );

  it('what is due by the time of the database is destroyed, by a replica that is behind too', async () => {
    let database = Date.parse('2026-12-01T00:00:00Z');
    const dataDir = makeDataDir();
    await using right = await startKms({ dataDir, clock: () => new Date(database) });
    const account = await right.addAccount();
    const as = caller('rpc', right, account);
    const { keyId } = await as.createKey();
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    await using behind = await startKms({
      dataDir,
      clock: () => new Date(database),
      serverClock: () => new Date(database - 30 * DAY),
    });
    database += 7 * DAY;
    await runJobs(behind, ...IRREVERSIBLE);
    expect(await right.store.db.key.count()).toBe(0);
    expect(await refusalOf(as.describeKey(keyId))).toBe('Forbidden.KeyNotFound');
  });

  it('a replica neither seems gone to a rotation nor makes others seem so', async () => {
    await using test = await replicas(2 * DAY, -2 * DAY);
    await Promise.all(
      [test.right, ...test.wrong].map((replica) => runJobs(replica, 'watch-root-keys')),
    );
    const rows = await test.right.store.db.replica.findMany();
    expect(rows).toHaveLength(3);
    const now = (await test.right.store.time()).getTime();
    for (const { seenAt } of rows) expect(Math.abs(seenAt.getTime() - now)).toBeLessThan(MINUTE);
  });
});

describe('npm run clock', () => {
  it.each(['status', 'confirm'])(
    'says with %s that the time of the database counts',
    async (command) => {
      await using test = await replicas();
      const settings = await databaseSettings(test.dataDir);
      const { code, stdout } = await runScript(
        'src/cli/clock.ts',
        { KEYWRIGHT_DATA_DIR: test.dataDir, ...settings },
        [command],
      );
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringContaining(
          'PostgreSQL provides the time, so there is nothing to confirm',
        ),
      });
    },
  );
});
