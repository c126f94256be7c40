import { describe, expect, it } from 'vitest';
import { callSurface, type SurfaceAnswer, UNAVAILABLE } from '../support/call-surface.ts';
import { SURFACES } from '../support/caller.ts';
import { databaseOf, readDatabase, urlOf, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { inventory, made } from '../support/inventory.ts';
import {
  type Credential,
  type Kms,
  type KmsOptions,
  makeDataDir,
  startKms,
} from '../support/kms.ts';
import { secondConnection, until, waitingBackend } from '../support/second-connection.ts';

/** More failures than a commit has attempts (store/commit.ts). */
const FOR_EVER = 1_000;

const urlFor = ({ dataDir }: Pick<Kms, 'dataDir'>) => urlOf(databaseOf(dataDir));

/** Lets so many commits fail that write a key: at its row, or at the very end. A sequence counts, which no rollback turns back. */
const failCommits = (kms: Kms, code: string, times: number, at: 'row' | 'end') =>
  writeDatabase(
    kms.dataDir,
    `CREATE SEQUENCE provoked;
    CREATE FUNCTION provoke() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('provoked') <= ${times} THEN RAISE EXCEPTION 'provoked' USING ERRCODE = '${code}'; END IF;
        RETURN NEW;
      END $$;
    CREATE CONSTRAINT TRIGGER provoke AFTER INSERT ON "Key" ${at === 'end' ? 'DEFERRABLE INITIALLY DEFERRED' : ''} FOR EACH ROW EXECUTE FUNCTION provoke();`,
  );
const failures = async (kms: Kms) =>
  Number(
    (await readDatabase<{ n: string }>(kms.dataDir, 'SELECT last_value AS n FROM provoked'))[0]?.n,
  );

async function setUp(
  options: KmsOptions = {},
): Promise<{ kms: Kms; account: Credential } & AsyncDisposable> {
  const kms = await startKms(options);
  return {
    kms,
    account: await kms.addAccount(),
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
}

const codes = (answers: readonly SurfaceAnswer[]) =>
  answers.map(({ status, code }) => ({ status, code }));
const done = { status: 200, code: 'Done' };

describe.each([
  ['A serialization failure', '40001'],
  ['A deadlock', '40P01'],
])('%s', (_name, code) => {
  it.each(['row', 'end'] as const)('is tried again (it comes with the %s)', async (at) => {
    await using test = await setUp();
    const { kms, account } = test;
    await failCommits(kms, code, 3, at);
    const answers = await Promise.all(
      SURFACES.map((surface) => callSurface(surface, kms, account, 'CreateKey')),
    );
    expect(codes(answers)).toEqual([done, done]);
    expect(await failures(kms)).toBeGreaterThan(3);
    expect(await inventory(kms, account)).toEqual(made(2));
  });

  it.each(['row', 'end'] as const)(
    'that does not end is answered with 503, and nothing is written (it comes with the %s)',
    async (at) => {
      await using test = await setUp();
      const { kms, account } = test;
      await failCommits(kms, code, FOR_EVER, at);
      const answers = await Promise.all(
        SURFACES.map((surface) => callSurface(surface, kms, account, 'CreateKey')),
      );
      expect(answers).toEqual([
        expect.objectContaining(UNAVAILABLE),
        expect.objectContaining(UNAVAILABLE),
      ]);
      for (const { message } of answers) expect(message).toContain('Nothing was changed');
      expect(await inventory(kms, account)).toEqual(made(0));
    },
  );
});

describe('A true deadlock', () => {
  it('with somebody else ends, and the request that was its victim is done', async () => {
    await using test = await setUp();
    const { kms, account } = test;
    const { keyId = '' } = (await callSurface('rpc', kms, account, 'CreateKey')).answer;
    // Every commit passes a gate, with its keys locked, and then wants what the other has.
    await writeDatabase(
      kms.dataDir,
      `CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('lock_timeout', '0', true), set_config('deadlock_timeout', '50ms', true);
          PERFORM pg_advisory_xact_lock_shared(1);
          PERFORM pg_advisory_xact_lock(2);
          RETURN NEW;
        END $$;
      CREATE TRIGGER pass BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION pass();`,
    );
    await using gate = await secondConnection(urlFor(kms));
    await using other = await secondConnection(urlFor(kms));
    await gate.query('SELECT pg_advisory_lock(1)');
    await other.query(`SET deadlock_timeout = '1h'; BEGIN; SELECT pg_advisory_xact_lock(2)`); // it will not be the victim
    const used = callSurface('rpc', kms, account, 'Encrypt', { keyId, plaintext: 'eA==' });
    await waitingBackend(urlFor(kms));
    const taken = other.query(`SELECT 1 FROM "Key" WHERE "id" = '${keyId}' FOR UPDATE`);
    await until(
      async () =>
        (
          await gate.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
          )
        ).rows.length > 0,
    );
    await gate.query('SELECT pg_advisory_unlock(1)');
    await taken; // the service's transaction has made way
    await other.query('COMMIT');
    expect(await used).toMatchObject(done);
    const uses = await readDatabase<{ uses: number }>(kms.dataDir, 'SELECT "uses" FROM "KeyUse"');
    expect(uses).toEqual([{ uses: 1 }]);
  });
});

describe('A database that is serializable by default', () => {
  it('serves as any other, for our connections say what they need', async () => {
    const dataDir = makeDataDir();
    await (await startKms({ dataDir }))[Symbol.asyncDispose]();
    await writeDatabase(
      dataDir,
      `ALTER DATABASE "${databaseOf(dataDir)}" SET default_transaction_isolation = 'serializable'`,
    );
    await using test = await setUp({ dataDir });
    const { kms, account } = test;
    const { answer } = await callSurface('rpc', kms, account, 'CreateKey');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0
          ? callSurface(SURFACES[index % 4 === 0 ? 0 : 1], kms, account, 'CreateKey')
          : callSurface(SURFACES[index % 4 === 1 ? 0 : 1], kms, account, 'Encrypt', {
              keyId: String(answer.keyId),
              plaintext: 'eA==',
            }),
      ),
    );
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['Done']));
    expect(await inventory(kms, account)).toEqual(made(21));
    const [held] = await kms.store.db.$queryRawUnsafe<{ level: string }[]>(
      `SELECT current_setting('transaction_isolation') AS level`,
    );
    expect(held?.level).toBe('read committed');
  });
});

describe('A pool that is exhausted', () => {
  it('is answered with 503 on both surfaces, the process stays healthy, and afterwards all is as before', async () => {
    const log: string[] = [];
    await using test = await setUp({
      settings: { KEYWRIGHT_POOL_SIZE: '4', KEYWRIGHT_ACQUIRE_TIMEOUT_MS: '800' },
      log: (line) => void log.push(line),
    });
    const { kms, account } = test;
    const { keyId = '' } = (await callSurface('rpc', kms, account, 'CreateKey')).answer;
    await using other = await secondConnection(urlFor(kms));
    await other.query('BEGIN; LOCK TABLE "Key" IN ACCESS EXCLUSIVE MODE');
    const asked = Promise.all(
      SURFACES.flatMap((surface) =>
        Array.from({ length: 6 }, () =>
          callSurface(surface, kms, account, 'DescribeKey', { keyId }),
        ),
      ),
    );
    await waitingBackend(urlFor(kms));
    expect((await rawRequest(kms.url, { path: '/healthz' })).status).toBe(200);
    for (const answer of await asked) expect(answer).toMatchObject(UNAVAILABLE);
    expect(log.some((line) => line.includes('pg-pool'))).toBe(true); // it was the pool; the log keeps no messages
    await other.query('ROLLBACK');
    for (const surface of SURFACES) {
      expect(await callSurface(surface, kms, account, 'DescribeKey', { keyId })).toMatchObject({
        ...done,
        answer: { keyId },
      });
      expect(
        await callSurface(surface, kms, account, 'Encrypt', { keyId, plaintext: 'eA==' }),
      ).toMatchObject(done);
    }
    for (const { waiting } of kms.store.pools()) expect(waiting).toBe(0);
  });
});

describe('Keys that somebody else has locked', () => {
  it('are answered with 503, while other keys of the same batch are used and made', async () => {
    await using test = await setUp();
    const { kms, account } = test;
    const keyIds = await Promise.all(
      Array.from(
        { length: 13 },
        async () => (await callSurface('rpc', kms, account, 'CreateKey')).answer.keyId,
      ),
    );
    const [free = '', ...locked] = keyIds.map(String);
    await using other = await secondConnection(urlFor(kms));
    await other.query(`BEGIN; SELECT 1 FROM "Key" WHERE "id" <> '${free}' FOR UPDATE`);
    const encrypt = (keyId: string, index: number) =>
      callSurface(SURFACES[index % 2 === 0 ? 0 : 1], kms, account, 'Encrypt', {
        keyId,
        plaintext: 'eA==',
      });
    const refused = Promise.all([...locked, ...locked].map(encrypt));
    const used = Promise.all([free, free].map(encrypt));
    const created = Promise.all(
      SURFACES.map((surface) => callSurface(surface, kms, account, 'CreateKey')),
    );
    for (const answer of await refused) expect(answer).toMatchObject(UNAVAILABLE);
    expect(codes([...(await used), ...(await created)])).toEqual([done, done, done, done]);
    await other.query('ROLLBACK');
    expect(codes(await Promise.all(locked.map(encrypt)))).toEqual(locked.map(() => done));
    expect(await inventory(kms, account)).toEqual(made(15));
  });
});
