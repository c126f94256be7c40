import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { databaseOf, readDatabase, urlOf, writeDatabase } from '../support/database.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { AUDIT_EVENT_ADDED, basicOf, KEY_CHANGED, subscribe } from '../support/live.ts';
import { secondConnection, until } from '../support/second-connection.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

/** Inserts an audit row as a replica would. */
const insertRow = (accountId: string, id: string): string =>
  `INSERT INTO "AuditEvent" ("id", "accountId", "accessKeyId", "requestId", "surface", "operation", "outcome", "details", "createdAt")
   VALUES ('${id}', '${accountId}', '', '', 'rpc', 'Late', 'Done', '{}', now())`;

const eventsAfter = async (kms: Kms, account: Credential, after: string, count: number) => {
  await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED, { after });
  return (await stream.changes(count)).map(({ event }) => event.eventId);
};

describe('A subscription on PostgreSQL', () => {
  it('shows what another replica has committed', async () => {
    const dataDir = makeDataDir();
    await using a = await startKms({ dataDir });
    await using b = await startKms({ dataDir });
    const account = await a.addAccount();
    await using stream = await subscribe(a, basicOf(account), KEY_CHANGED);
    const { keyId } = await caller('rpc', b, account).createKey();
    const created = await stream.change();
    expect(created).toMatchObject({ operation: 'CreateKey', keyId });
    await caller('rpc', a, account).act('DisableKey', { keyId });
    expect(await stream.change()).toMatchObject({ operation: 'DisableKey', keyId });
    // A cursor is good at each replica.
    const after = created.cursor;
    await using resumed = await subscribe(b, basicOf(account), KEY_CHANGED, { after });
    expect(await resumed.change()).toMatchObject({ operation: 'DisableKey', keyId });
  });

  it('neither misses nor repeats the row of a late commit, whose id is earlier', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const { accountId } = account;
    const root = caller('rpc', kms, account);
    await using late = await secondConnection(urlOf(databaseOf(kms.dataDir)));
    await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED);
    await root.createKey();
    const first = await stream.change();
    const lateId = uuidv7();
    await late.query('BEGIN');
    await late.query(insertRow(accountId, lateId));
    const { keyId } = await root.createKey(); // commits before, with a later id
    await root.encrypt(keyId, Buffer.from('x'));
    await late.query('COMMIT');
    const following = await stream.changes(3);
    const ids = following.map(({ event }) => event.eventId);
    expect(ids[0]).toBe(lateId);
    expect(following.slice(1).map(({ event }) => event.operation)).toEqual([
      'CreateKey',
      'Encrypt',
    ]);
    for (const [index, { cursor }] of [first, ...following.slice(0, -1)].entries())
      expect(await eventsAfter(kms, account, cursor, 3 - index)).toEqual(ids.slice(index));
  });

  it('waits only for transactions that began before, and never shows a row that was rolled back', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const root = caller('rpc', kms, account);
    await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED);
    const { keyId } = await root.createKey();
    await using late = await secondConnection(urlOf(databaseOf(kms.dataDir)));
    const lateId = uuidv7();
    await late.query('BEGIN');
    await late.query(insertRow(account.accountId, lateId));
    await root.encrypt(keyId, Buffer.from('x'));
    const created = await stream.change(); // is not held back by a transaction that began later
    expect(created.event.operation).toBe('CreateKey');
    await late.query('ROLLBACK');
    expect((await stream.change()).event.operation).toBe('Encrypt');
    expect(await eventsAfter(kms, account, created.cursor, 1)).not.toContain(lateId);
  });

  it('keeps its stream when the connections to the database break, and misses nothing', async () => {
    const dataDir = makeDataDir();
    await using behind = await startKms({ dataDir });
    await using proxy = await startTcpProxy(urlOf(databaseOf(dataDir)));
    await using kms = await startKms({ dataDir, settings: { DATABASE_URL: proxy.url } });
    const account = await behind.addAccount();
    const root = caller('rpc', behind, account);
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    proxy.cut();
    const { keyId } = await root.createKey();
    await root.act('DisableKey', { keyId });
    proxy.cut();
    const changes = await stream.changes(2);
    expect(changes.map(({ operation }) => operation)).toEqual(['CreateKey', 'DisableKey']);
  });

  it('builds the index by which it reads in a database of an older release, also after a build that was interrupted', async () => {
    const dataDir = makeDataDir();
    await (await startKms({ dataDir }))[Symbol.asyncDispose]();
    const name = '"AuditEvent_transactionId_id_idx"';
    await writeDatabase(
      dataDir,
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '${name}'::regclass`,
    );
    await using kms = await startKms({ dataDir });
    await until(async () => {
      const state = `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('${name}')`;
      const [index] = await readDatabase<{ valid: boolean }>(kms.dataDir, state);
      return index?.valid;
    });
    const account = await kms.addAccount();
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    const { keyId } = await caller('rpc', kms, account).createKey();
    expect(await stream.change()).toMatchObject({ keyId });
  });

  it('refuses the cursors of a dump that was restored on another server, and goes on with new ones', async () => {
    const dataDir = makeDataDir();
    let cursor: string;
    let account: Credential;
    {
      await using kms = await startKms({ dataDir });
      account = await kms.addAccount();
      await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
      await caller('rpc', kms, account).createKey();
      ({ cursor } = await stream.change());
    }
    // There the transactions had greater numbers.
    await writeDatabase(
      dataDir,
      `UPDATE "AuditEvent" SET "transactionId" = ((("transactionId"::text)::bigint + 1000000000)::text)::xid8`,
    );
    await using kms = await startKms({ dataDir });
    await using refused = await subscribe(kms, basicOf(account), KEY_CHANGED, { after: cursor });
    expect(await refused.end()).toBe('InvalidParameter');
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    const { keyId } = await caller('rpc', kms, account).createKey();
    expect(await stream.change()).toMatchObject({ keyId });
  });
});
