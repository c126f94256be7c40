import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { type BehindProxy, startBehindProxy } from '../support/behind-proxy.ts';
import { callSurface, UNAVAILABLE } from '../support/call-surface.ts';
import { SURFACES } from '../support/caller.ts';
import { databaseOf, readDatabase, urlOf, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { inventory, made } from '../support/inventory.ts';
import type { Credential, Kms } from '../support/kms.ts';
import { secondConnection, until, waitingBackend } from '../support/second-connection.ts';

const done = { status: 200, code: 'Done' };
const urlFor = ({ dataDir }: Pick<Kms, 'dataDir'>) => urlOf(databaseOf(dataDir));

const createKey = ({ kms, account }: BehindProxy, surface: (typeof SURFACES)[number] = 'rpc') =>
  callSurface(surface, kms, account, 'CreateKey');

/** Blocks every commit that creates or changes a key, at its very end, until the returned lock is released. */
async function holdCommits({ kms }: BehindProxy) {
  await writeDatabase(
    kms.dataDir,
    `CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(1); RETURN NEW; END $$;
    CREATE CONSTRAINT TRIGGER hold AFTER INSERT OR UPDATE ON "Key" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold();`,
  );
  const holder = await secondConnection(urlFor(kms));
  await holder.query('SELECT pg_advisory_lock(1)');
  return holder;
}

/** Waits until the next attempt stands in line behind the commit that goes on without us. */
const nextInLine = (client: pg.Client) =>
  until(
    async () =>
      (
        await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
        )
      ).rows.length > 0,
  );

const eventsOf = (kms: Kms, operation: string, { accountId }: Credential) =>
  readDatabase<{ outcome: string }>(
    kms.dataDir,
    `SELECT "outcome" FROM "AuditEvent" WHERE "operation" = '${operation}' AND "accountId" = '${accountId}'`,
  );

describe.each(SURFACES)('A connection that is cut in a transaction, over %s', (surface) => {
  it('costs the request nothing: it is done on another', async () => {
    await using service = await startBehindProxy();
    const { kms, account } = service;
    await using other = await secondConnection(urlFor(kms));
    await other.query('BEGIN; LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE');
    const created = createKey(service, surface);
    const pid = await waitingBackend(urlFor(kms)); // its key is written, its audit row is not
    await other.query(`SELECT pg_terminate_backend(${pid})`);
    await other.query('COMMIT');
    expect(await created).toMatchObject(done);
    expect(await inventory(kms, account)).toEqual(made(1));
  });

  it('is answered with 503 when it is cut again and again, and nothing is written', async () => {
    await using service = await startBehindProxy();
    const { kms, account } = service;
    await using other = await secondConnection(urlFor(kms));
    await other.query('BEGIN; LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE');
    let answered = false;
    const created = createKey(service, surface).finally(() => (answered = true));
    const terminated = until(async () => {
      await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'keywright' AND wait_event_type = 'Lock'`,
      );
      return answered;
    });
    expect(await created).toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('Nothing was changed'),
    });
    await terminated;
    await other.query('ROLLBACK');
    expect(await inventory(kms, account)).toEqual(made(0));
  });

  it('just before the answer to its COMMIT leaves one key, which the caller learns of', async () => {
    await using service = await startBehindProxy();
    const { kms, account, proxy } = service;
    const lost = proxy.breakAfter('COMMIT', 'answered');
    const response = await createKey(service, surface);
    await lost;
    expect(response).toMatchObject(done);
    expect(await inventory(kms, account)).toEqual(made(1));
    expect(
      await callSurface(surface, kms, account, 'DescribeKey', {
        keyId: String(response.answer.keyId),
      }),
    ).toMatchObject(done);
  });

  it('during its COMMIT leaves one key, which is returned if the COMMIT ends in time', async () => {
    await using service = await startBehindProxy();
    const { kms, account, proxy } = service;
    await using holder = await holdCommits(service);
    const lost = proxy.breakAfter('COMMIT', 'sent');
    const created = createKey(service, surface);
    await lost;
    await nextInLine(holder);
    await holder.query('SELECT pg_advisory_unlock(1)');
    expect(await created).toMatchObject(done);
    expect(await inventory(kms, account)).toEqual(made(1));
  });

  it('during its COMMIT returns 503 if the COMMIT takes too long, and says that the change may be stored', async () => {
    await using service = await startBehindProxy();
    const { kms, account, proxy } = service;
    await using holder = await holdCommits(service);
    const lost = proxy.breakAfter('COMMIT', 'sent');
    const created = createKey(service, surface);
    await lost;
    expect(await created).toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('It is not known whether the request was carried out'),
    });
    await holder.query('SELECT pg_advisory_unlock(1)');
    expect(await until(async () => (await inventory(kms, account)).keys)).toBe(1);
    expect(await inventory(kms, account)).toEqual(made(1));
  });

  it.each(['answered', 'sent'] as const)(
    'when its COMMIT is %s schedules a deletion once',
    async (when) => {
      await using service = await startBehindProxy();
      const { kms, account, proxy } = service;
      const { keyId = '' } = (await createKey(service)).answer;
      await using holder = await holdCommits(service);
      if (when === 'answered') await holder.query('SELECT pg_advisory_unlock(1)');
      const lost = proxy.breakAfter('COMMIT', when);
      const response = callSurface(surface, kms, account, 'ScheduleKeyDeletion', { keyId });
      await lost;
      if (when === 'sent') {
        await nextInLine(holder);
        await holder.query('SELECT pg_advisory_unlock(1)');
      }
      expect(await response).toMatchObject(done); // and not Rejected.PendingDeletion, by its own doing
      const [key] = await readDatabase<{ state: string; revision: number }>(
        kms.dataDir,
        `SELECT * FROM "Key" WHERE "id" = '${keyId}'`,
      );
      expect(key).toMatchObject({ state: 'PendingDeletion', revision: 2 });
      expect(await eventsOf(kms, 'ScheduleKeyDeletion', account)).toEqual([{ outcome: 'Done' }]);
    },
  );

  it('just before the answer to a COMMIT that many share does each of them once', async () => {
    await using service = await startBehindProxy();
    const { kms, account, proxy } = service;
    const { keyId = '' } = (await createKey(service)).answer;
    const lost = proxy.breakAfter('COMMIT', 'answered');
    const response = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? createKey(service, surface)
          : callSurface(surface, kms, account, 'Encrypt', { keyId, plaintext: 'eA==' }),
      ),
    );
    await lost;
    expect(new Set(response.map(({ code }) => code))).toEqual(new Set(['Done']));
    expect(await inventory(kms, account)).toEqual(made(11));
    const [uses] = await readDatabase<{ n: string }>(
      kms.dataDir,
      `SELECT sum("uses") AS n FROM "KeyUse" WHERE "keyId" = '${keyId}'`,
    );
    expect(Number(uses?.n)).toBe(10);
  });
});

describe.each(SURFACES)(
  'A connection that is cut while uses of a key are written, over %s',
  (surface) => {
    it.each(['answered', 'sent'] as const)(
      'counts and audits each of them once (the statement is %s)',
      async (when) => {
        await using service = await startBehindProxy();
        const { kms, account, proxy } = service;
        const { keyId = '' } = (await createKey(service)).answer;
        const lost = proxy.breakAfter('COMMIT', when);
        const responses = await Promise.all(
          Array.from({ length: 20 }, () =>
            callSurface(surface, kms, account, 'Encrypt', { keyId, plaintext: 'eA==' }),
          ),
        );
        await lost;
        expect(new Set(responses.map(({ code }) => code))).toEqual(new Set(['Done']));
        expect(await eventsOf(kms, 'Encrypt', account)).toHaveLength(20);
        const [uses] = await readDatabase<{ n: string }>(
          kms.dataDir,
          `SELECT sum("uses") AS n FROM "KeyUse" WHERE "keyId" = '${keyId}'`,
        );
        expect(Number(uses?.n)).toBe(20);
      },
    );
  },
);

describe('A connection that is cut before the answer to its COMMIT', () => {
  it('does not turn the nonce of a read against the read itself', async () => {
    await using service = await startBehindProxy();
    const { kms, account, proxy } = service;
    const { keyId = '' } = (await createKey(service)).answer;
    const lost = proxy.breakAfter('COMMIT', 'answered'); // of the nonce
    const response = await callSurface('rpc', kms, account, 'DescribeKey', { keyId });
    await lost;
    expect(response).toMatchObject(UNAVAILABLE); // whether it was a replay cannot be response, so it is not called one
  });

  it('does not call a sign-in link used that nobody got a session for', async () => {
    await using service = await startBehindProxy();
    const { kms, proxy } = service;
    const { id } = await kms.store.db.accessKey.findFirstOrThrow({
      where: { accountId: kms.deployment.accountId },
    });
    const token = new URL(await kms.signInLink(id)).hash.slice(1);
    const lost = proxy.breakAfter('COMMIT', 'answered');
    const reply = await rawRequest(kms.url, {
      method: 'POST',
      path: '/sign-in',
      body: JSON.stringify({ token }),
      headers: [['sec-fetch-site', 'same-origin']],
    });
    await lost;
    expect(reply.status).toBe(204);
    expect(reply.headers['set-cookie']).toBeDefined();
  });
});
