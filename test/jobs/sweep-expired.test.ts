import { describe, expect, it } from 'vitest';
import { pascalCase } from '#domain/words.ts';
import { sweepExpired } from '#jobs/sweep-expired.ts';
import type { Insert } from '#store/commit/write-set.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { caller } from '../support/caller.ts';
import { readDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { addUser, allowing } from '../support/identities.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { keyRow, NO_AUDIT_DETAILS, NO_SESSION_DETAILS, versionOf } from '../support/rows.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';
import { linkFor, post, redeem, signIn } from '../support/sign-in.ts';
import { useKey } from '../support/writes.ts';

const START = Date.parse('2026-12-01T00:00:00Z');
const MINUTE = 60_000;

/** A server whose time a test sets, in minutes. */
async function onMinute() {
  let now = new Date(START);
  const settings = {
    KEYWRIGHT_ACCESS_KEY_ID: 'sweep',
    KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-the-sweep',
  };
  const account: Credential = {
    accountId: '',
    id: 'sweep',
    secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
  };
  const dataDir = makeDataDir();
  const start = () => startKms({ dataDir, settings, clock: () => now });
  return {
    account,
    start,
    /** @param seconds before the minute */
    setMinute(minute: number, seconds = 0) {
      now = new Date(START + minute * MINUTE - seconds * 1_000);
    },
  };
}

const sweep = ({ store, services }: Kms) => sweepExpired(store, services.clock());

/** Every row of the database, table by table, but what the server says of itself. */
async function everything({ dataDir }: Kms): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of Object.keys(TABLES).filter(
    (name) => !['replica', 'clockState', 'keyWordProgress', 'identityEpoch'].includes(name),
  )) {
    const rows = await readDatabase<object>(dataDir, `SELECT * FROM "${pascalCase(table)}"`);
    tables[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
}

describe('The sweep', () => {
  it('removes what expired before its moment, in more than one batch, and nothing else', async () => {
    const now = new Date(START);
    await using kms = await startKms({ clock: () => now });
    const longAgo = new Date('1999-01-01T00:00:00Z');
    const key = keyRow('1', { createdAt: longAgo, lastRotationDate: longAgo });
    const version = versionOf(key, kms.deployment.keyring.currentId);
    const event = {
      accountId: '1',
      accessKeyId: 'x',
      requestId: 'x',
      surface: 'rpc',
      operation: 'Encrypt',
      outcome: 'Done',
      details: '{}',
      principal: '',
    };
    await kms.store.commit([
      insertRow(TABLES.key, key),
      insertRow(TABLES.keyVersion, { ...version, createdAt: longAgo }),
      insertRow(TABLES.alias, {
        id: 'x',
        accountId: '1',
        name: 'alias/x',
        keyId: key.id,
        createdAt: longAgo,
      }),
      insertRow(TABLES.tag, { accountId: '1', keyId: key.id, tagKey: 'x', tagValue: '' }),
      insertRow(TABLES.keyWord, { accountId: '1', word: 'x', keyId: key.id, source: 'x' }),
      insertRow(TABLES.auditEvent, {
        ...event,
        ...NO_AUDIT_DETAILS,
        id: 'x',
        keyId: key.id,
        createdAt: longAgo,
      }),
    ]);
    await kms.store.commit(useKey(key, 'Enabled', longAgo));
    const expiring = (name: string, expiresAt: Date): Insert[] => {
      const owner = { accountId: '1', accessKeyId: 'x' };
      const unsealed = { mac: null, rootKeyId: null };
      return [
        insertRow(TABLES.nonce, { ...owner, hash: name, expiresAt }),
        insertRow(TABLES.clientToken, {
          id: name,
          accountId: '1',
          inputDigest: 'x',
          keyId: key.id,
          expiresAt,
        }),
        insertRow(TABLES.signInLink, {
          ...owner,
          ...unsealed,
          hash: name,
          id: null,
          createdAt: null,
          expiresAt,
        }),
        insertRow(TABLES.session, {
          ...owner,
          ...unsealed,
          ...NO_SESSION_DETAILS,
          hash: name,
          expiresAt,
        }),
        insertRow(TABLES.apiToken, {
          id: name,
          accountId: '1',
          hash: name,
          userId: null,
          name: 'x',
          hint: 'x',
          policy: null,
          createdAt: longAgo,
          expiresAt,
          mac: new Uint8Array(32),
          rootKeyId: kms.deployment.keyring.currentId,
        }),
      ];
    };
    await kms.store.commit([
      ...expiring('due now', now),
      ...expiring('due later', new Date(START + 1)),
    ]);
    await addUser(kms, '1', allowing('kms:Encrypt'));
    const role = {
      id: 'x',
      accountId: '1',
      name: 'x',
      description: '',
      trustPolicy: '{}',
      maxSessionDurationSeconds: 3_600,
      createdAt: longAgo,
      updatedAt: longAgo,
      mac: new Uint8Array(32),
      rootKeyId: kms.deployment.keyring.currentId,
    };
    const use = { accountId: '1', accessKeyId: 'x', lastUsedAt: longAgo };
    await kms.store.commit([
      insertRow(TABLES.role, role),
      insertRow(TABLES.accessKeyUse, { ...use, service: 'kms', operation: 'x', address: 'x' }),
      insertRow(TABLES.apiToken, {
        id: 'x',
        accountId: '1',
        hash: 'x',
        userId: null,
        name: 'x',
        hint: 'x',
        policy: null,
        createdAt: longAgo,
        expiresAt: null,
        mac: new Uint8Array(32),
        rootKeyId: kms.deployment.keyring.currentId,
      }),
      insertRow(TABLES.auditBlock, { throughId: 'x', afterId: '' }),
      insertRow(TABLES.auditBlockValue, {
        accountId: '1',
        facet: 'key',
        value: 'x',
        throughId: 'x',
      }),
    ]);
    const before = await everything(kms);
    for (const [table, rows] of Object.entries(before))
      expect([table, rows.length]).not.toEqual([table, 0]);

    await kms.store.commit(
      Array.from({ length: 1_100 }, (_, index) =>
        expiring(`over ${index}`, new Date(START - 1)),
      ).flat(),
    );
    await sweep(kms);
    expect(await everything(kms)).toEqual(before);
  });
});

describe('The sweep leaves', () => {
  it('nonces for as long as their request would be taken again, by a server that has forgotten them too', async () => {
    const { account, start, setMinute } = await onMinute();
    const kms = await start();
    const signed = signV1('GET', commonV1(account, 'CreateKey', new Date(START)), account.secret);
    const send = async ({ url }: Kms) =>
      (await rawRequest(url, { path: `/?${new URLSearchParams(signed)}` })).json.Code;
    expect(await send(kms)).toBeUndefined();
    setMinute(15);
    await sweep(kms);
    await kms[Symbol.asyncDispose]();
    await using again = await start();
    expect(await send(again)).toBe('SignatureNonceUsed');
    expect(await again.store.db.key.count()).toBe(1);
  });

  it('sign-in links for ten minutes', async () => {
    const { start, setMinute } = await onMinute();
    await using kms = await start();
    const { token } = await linkFor(kms);
    setMinute(10, 1);
    await sweep(kms);
    expect((await redeem(kms, token)).status).toBe(204);
  });

  it('sessions for twelve hours', async () => {
    const { start, setMinute } = await onMinute();
    await using kms = await start();
    const { cookie } = await signIn(kms);
    setMinute(12 * 60, 1);
    await sweep(kms);
    expect(
      (
        await post(kms, '/graphql', '{"query":"{ errorCodes }"}', {
          cookie,
          'sec-fetch-site': 'same-origin',
        })
      ).status,
    ).toBe(200);
  });

  it('client tokens for a day', async () => {
    const { account, start, setMinute } = await onMinute();
    await using kms = await start();
    const as = caller('graphql', kms, account);
    const { keyId } = await as.createKey({ clientToken: 'again' });
    setMinute(24 * 60, 1);
    await sweep(kms);
    expect((await as.createKey({ clientToken: 'again' })).keyId).toBe(keyId);
  });
});
