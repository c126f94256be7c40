import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, makeDataDir } from '../support/kms.ts';
import { type RunningServer, startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';

const ROUNDS = 3;
const CALLERS = 8;
const KEYS_BEFORE_THE_END = 150;

const credential: Credential = { accountId: '', id: 'crash', secret: 'a-secret-for-the-crash' };
const settings = { KEYWRIGHT_ACCESS_KEY_ID: credential.id, KEYWRIGHT_ACCESS_KEY_SECRET: credential.secret, KEYWRIGHT_LOG_LEVEL: 'silent' };

/** Creates a key by one surface or the other. @returns its id, once the server has acknowledged it */
async function createKey(server: RunningServer, byGraphql: boolean): Promise<string | undefined> {
  if (byGraphql) {
    const { data } = await postGraphql(server, credential, { query: 'mutation { createKey { keyId } }' });
    return (data?.createKey as { keyId: string } | undefined)?.keyId;
  }
  return ((await callV1(server, credential, 'CreateKey')).json.KeyMetadata as { KeyId: string }).KeyId;
}

/** Callers who go on until the server is gone; it is killed in the middle of their work. */
async function loadUntilKilled(server: RunningServer): Promise<string[]> {
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  const call = async (index: number) => {
    for (;;) {
      const keyId = await createKey(server, index % 2 === 0).catch(() => undefined);
      if (!keyId) return;
      acknowledged.push(keyId);
      if (acknowledged.length === KEYS_BEFORE_THE_END) killed = server.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, index) => call(index)));
  await killed;
  return acknowledged;
}

describe('kill -9 under load', () => {
  it('loses no acknowledged key, and leaves no half one', async () => {
    const dataDir = makeDataDir({ migrated: false });
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      acknowledged.push(...(await loadUntilKilled(await startProcess({ KEYWRIGHT_DATA_DIR: dataDir, ...settings }))));
    }
    await using server = await startProcess({ KEYWRIGHT_DATA_DIR: dataDir, ...settings });
    const lost: string[] = [];
    for (const KeyId of acknowledged) if ((await callV1(server, credential, 'DescribeKey', { KeyId })).status !== 200) lost.push(KeyId);
    await server.kill('SIGTERM');

    const database = new Database(join(dataDir, 'keywright.db'), { readonly: true });
    const count = (sql: string) => (database.prepare(`SELECT count(*) AS n FROM ${sql}`).get() as { n: number }).n;
    const keys = count('"Key"');
    expect({ acknowledged: acknowledged.length >= ROUNDS * KEYS_BEFORE_THE_END, lost }).toEqual({ acknowledged: true, lost: [] });
    expect(keys).toBeGreaterThanOrEqual(acknowledged.length);
    expect(count('"Key" JOIN "KeyVersion" ON "KeyVersion"."id" = "Key"."primaryVersionId"')).toBe(keys);
    expect(count(`"Key" JOIN "AuditEvent" ON "AuditEvent"."keyId" = "Key"."id" WHERE "outcome" = 'Done'`)).toBe(keys);
    expect(count('"KeyVersion"')).toBe(keys);
    database.close();
  });
});
