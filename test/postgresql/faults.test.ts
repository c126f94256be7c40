import { describe, expect, it } from 'vitest';
import { caller, SURFACES } from '../support/caller.ts';
import { databaseOf, readDatabase, urlOf, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { inventory, made } from '../support/inventory.ts';
import { type Credential, type Kms, type KmsOptions, makeDataDir, startKms } from '../support/kms.ts';
import { secondConnection, waitingBackend } from '../support/second-connection.ts';
import { type Told, tell, UNAVAILABLE } from '../support/told.ts';

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
const failures = async (kms: Kms) => Number((await readDatabase<{ n: string }>(kms.dataDir, 'SELECT last_value AS n FROM provoked'))[0]?.n);

async function setUp(options: KmsOptions = {}): Promise<{ kms: Kms; account: Credential } & AsyncDisposable> {
  const kms = await startKms(options);
  return { kms, account: await kms.addAccount(), [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose]() };
}

const codes = (answers: readonly Told[]) => answers.map(({ status, code }) => ({ status, code }));
const done = { status: 200, code: 'Done' };

describe.each([
  ['A serialization failure', '40001'],
  ['A deadlock', '40P01'],
])('%s', (_name, code) => {
  it.each(['row', 'end'] as const)('is tried again (it comes with the %s)', async (at) => {
    await using test = await setUp();
    const { kms, account } = test;
    await failCommits(kms, code, 3, at);
    const answers = await Promise.all(SURFACES.map((surface) => tell(surface, kms, account, 'CreateKey')));
    expect(codes(answers)).toEqual([done, done]);
    expect(await failures(kms)).toBeGreaterThan(3);
    expect(await inventory(kms, account)).toEqual(made(2));
  });

  it.each(['row', 'end'] as const)('that does not end is answered with 503, and nothing is written (it comes with the %s)', async (at) => {
    await using test = await setUp();
    const { kms, account } = test;
    await failCommits(kms, code, FOR_EVER, at);
    const answers = await Promise.all(SURFACES.map((surface) => tell(surface, kms, account, 'CreateKey')));
    expect(answers).toEqual([expect.objectContaining(UNAVAILABLE), expect.objectContaining(UNAVAILABLE)]);
    for (const { message } of answers) expect(message).toContain('Nothing was changed');
    expect(await inventory(kms, account)).toEqual(made(0));
  });
});

describe('A true deadlock', () => {
  it('with somebody else ends, and the request that was its victim is done', async () => {
    const dataDir = makeDataDir();
    await (await startKms({ dataDir }))[Symbol.asyncDispose](); // makes the database
    // The service's backends look for deadlocks sooner than they give up on a lock; the other one never looks.
    await writeDatabase(dataDir, `ALTER DATABASE "${databaseOf(dataDir)}" SET deadlock_timeout = '50ms'`);
    await using test = await setUp({ dataDir });
    const { kms, account } = test;
    const as = caller('rpc', kms, account);
    const [first, second] = [await as.createKey(), await as.createKey()].map(({ keyId }) => keyId).toSorted();
    const { ciphertextBlob = '' } = await as.encrypt(String(first), Buffer.from('x'));
    await using other = await secondConnection(urlFor(kms));
    await other.query(`SET deadlock_timeout = '1h'; BEGIN; SELECT 1 FROM "Key" WHERE "id" = '${second}' FOR UPDATE`);
    const reEncrypted = as.act('ReEncrypt', { ciphertextBlob, destinationKeyId: second }); // locks the first, waits for the second
    await waitingBackend(urlFor(kms));
    await other.query(`SELECT 1 FROM "Key" WHERE "id" = '${first}' FOR UPDATE`); // got when the service's transaction is the victim
    await other.query('COMMIT');
    await reEncrypted; // and not 503, which its lock's time-out would have given
    const [uses] = await readDatabase<{ n: string }>(dataDir, `SELECT sum("uses") AS n FROM "KeyUse" WHERE "keyId" = '${second}'`);
    expect(Number(uses?.n)).toBe(1);
  });
});

describe('A database that is serializable by default', () => {
  it('serves as any other, for our connections say what they need', async () => {
    const dataDir = makeDataDir();
    await (await startKms({ dataDir }))[Symbol.asyncDispose]();
    await writeDatabase(dataDir, `ALTER DATABASE "${databaseOf(dataDir)}" SET default_transaction_isolation = 'serializable'`);
    await using test = await setUp({ dataDir });
    const { kms, account } = test;
    const { answer } = await tell('rpc', kms, account, 'CreateKey');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0
          ? tell(SURFACES[index % 4 === 0 ? 0 : 1], kms, account, 'CreateKey')
          : tell(SURFACES[index % 4 === 1 ? 0 : 1], kms, account, 'Encrypt', { keyId: String(answer.keyId), plaintext: 'eA==' }),
      ),
    );
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['Done']));
    expect(await inventory(kms, account)).toEqual(made(21));
    const [held] = await kms.store.db.$queryRawUnsafe<{ level: string }[]>(`SELECT current_setting('transaction_isolation') AS level`);
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
    const { keyId = '' } = (await tell('rpc', kms, account, 'CreateKey')).answer;
    await using other = await secondConnection(urlFor(kms));
    await other.query('BEGIN; LOCK TABLE "Key" IN ACCESS EXCLUSIVE MODE');
    const asked = Promise.all(
      SURFACES.flatMap((surface) => Array.from({ length: 6 }, () => tell(surface, kms, account, 'DescribeKey', { keyId }))),
    );
    await waitingBackend(urlFor(kms));
    expect((await rawRequest(kms.url, { path: '/healthz' })).status).toBe(200);
    for (const answer of await asked) expect(answer).toMatchObject(UNAVAILABLE);
    expect(log.some((line) => line.includes('pg-pool'))).toBe(true); // it was the pool; the log keeps no messages
    await other.query('ROLLBACK');
    for (const surface of SURFACES) {
      expect(await tell(surface, kms, account, 'DescribeKey', { keyId })).toMatchObject({ ...done, answer: { keyId } });
      expect(await tell(surface, kms, account, 'Encrypt', { keyId, plaintext: 'eA==' })).toMatchObject(done);
    }
    for (const { waiting } of kms.store.pools()) expect(waiting).toBe(0);
  });
});

describe('Keys that somebody else has locked', () => {
  it('are answered with 503, while other keys of the same batch are used and made', async () => {
    await using test = await setUp();
    const { kms, account } = test;
    const keyIds = await Promise.all(Array.from({ length: 13 }, async () => (await tell('rpc', kms, account, 'CreateKey')).answer.keyId));
    const [free = '', ...locked] = keyIds.map(String);
    await using other = await secondConnection(urlFor(kms));
    await other.query(`BEGIN; SELECT 1 FROM "Key" WHERE "id" <> '${free}' FOR UPDATE`);
    const encrypt = (keyId: string, index: number) =>
      tell(SURFACES[index % 2 === 0 ? 0 : 1], kms, account, 'Encrypt', { keyId, plaintext: 'eA==' });
    const refused = Promise.all([...locked, ...locked].map(encrypt));
    const used = Promise.all([free, free].map(encrypt));
    const created = Promise.all(SURFACES.map((surface) => tell(surface, kms, account, 'CreateKey')));
    for (const answer of await refused) expect(answer).toMatchObject(UNAVAILABLE);
    expect(codes([...(await used), ...(await created)])).toEqual([done, done, done, done]);
    await other.query('ROLLBACK');
    expect(codes(await Promise.all(locked.map(encrypt)))).toEqual(locked.map(() => done));
    expect(await inventory(kms, account)).toEqual(made(15));
  });
});
