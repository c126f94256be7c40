import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENTS } from '#domain/audit-events.ts';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { OPERATIONS } from '#operations/registry.ts';
import { TABLES } from '#store/tables.ts';
import { besideServer, MAX_MS } from '../support/command.ts';
import { databaseSettings, onSqlite, readDatabase } from '../support/database.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { runScript } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';
import { linkFor, post, redeem, signIn } from '../support/sign-in.ts';

interface Row {
  readonly operation: string;
  readonly surface: string;
  readonly details: string;
  readonly principal: string;
  readonly credentialType: string | null;
}

/** The rows of events that are not operations, the oldest first. */
async function eventsIn(dataDir: string): Promise<Row[]> {
  const rows = await readDatabase<Row>(dataDir, 'SELECT * FROM "AuditEvent" ORDER BY "id"');
  return rows.filter(({ operation }) => operation in EVENTS);
}

const detailsOf = (row: Pick<Row, 'details'> | undefined) =>
  JSON.parse(row?.details ?? '{}') as Record<string, unknown>;
const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };
const page = (kms: Kms, operation: string) =>
  kms.store.db.auditEvent.findFirstOrThrow({
    where: { operation, surface: 'page' },
    orderBy: { id: 'desc' },
  });

describe('The events that are not operations', () => {
  it('have names of their own', () => {
    const names = new Set(OPERATIONS.map(({ name }) => name));
    expect(Object.keys(EVENTS).filter((name) => names.has(name))).toEqual([]);
  });

  it('are in docs/audit.md, and so are all columns', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/audit.md'), 'utf8');
    const words = [...Object.keys(EVENTS), ...Object.keys(TABLES.auditEvent.columns)];
    expect(words.filter((word) => !text.includes(`| \`${word}\` |`))).toEqual([]);
  });
});

describe('A server', () => {
  it('audits its first start, and each stop and start', async () => {
    const dataDir = makeDataDir();
    const settings = { KEYWRIGHT_REPLICA_NAME: 'one' };
    await (await startKms({ dataDir, settings }))[Symbol.asyncDispose]();
    await (await startKms({ dataDir, settings }))[Symbol.asyncDispose]();
    const rows = await eventsIn(dataDir);
    expect(rows.map(({ operation }) => operation)).toEqual([
      'SetUpDatabase',
      'ConfigureAccessKey',
      'StartServer',
      'StopServer',
      'StartServer',
      'StopServer',
    ]);
    expect(new Set(rows.map(({ surface, principal }) => `${surface} ${principal}`))).toEqual(
      new Set(['server ']),
    );
    expect(detailsOf(rows[2])).toEqual({
      replica: 'one',
      version: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  it('audits what the settings change of access keys, and no secret', async () => {
    const dataDir = makeDataDir();
    const start = async (id: string, secret: string, replace: boolean) => {
      const settings = {
        KEYWRIGHT_ACCESS_KEY_ID: id,
        KEYWRIGHT_ACCESS_KEY_SECRET: secret,
        KEYWRIGHT_ACCESS_KEY_REPLACE: String(replace),
      };
      await (await startKms({ dataDir, settings }))[Symbol.asyncDispose]();
    };
    await start('first', 'the-first-secret-of-it', false);
    await start('first', 'the-first-secret-of-it', false);
    await start('first', 'the-second-secret-of-it', true);
    await start('second', 'the-third-secret-of-it', true);
    const rows = await eventsIn(dataDir);
    const changes = rows.filter(({ operation }) => operation === 'ConfigureAccessKey');
    expect(changes.map(detailsOf)).toEqual([
      { accessKeyId: 'first', secretReplaced: false },
      { accessKeyId: 'first', secretReplaced: true },
      { accessKeyId: 'second', secretReplaced: false, deleted: ['first'] },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret-of-it');
  });

  it('stops also where its stop cannot be audited, and logs that', async () => {
    const lines: string[] = [];
    const kms = await startKms({ log: (line) => lines.push(line) });
    Object.assign(kms.store, { commit: () => Promise.reject(new Error('no database')) });
    await kms[Symbol.asyncDispose]();
    const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(messages).toEqual(expect.arrayContaining(['the stop was not audited', 'stopped']));
  });
});

describe('A browser', () => {
  it('is audited when it signs in and out, with its session and link', async () => {
    await using kms = await startKms();
    const { accountId, cookie } = await signIn(kms);
    const session = await kms.store.db.session.findFirstOrThrow();
    const signedIn = await page(kms, 'SignIn');
    const who = {
      accountId,
      principal: `acs:ram::${accountId}:root`,
      accessKeyId: session.accessKeyId,
      credentialType: 'AccessKey',
      sessionId: session.id,
      address: '127.0.0.1',
    };
    expect(signedIn).toMatchObject({ ...who, outcome: 'Done' });
    const made = await kms.store.db.auditEvent.findFirstOrThrow({
      where: { operation: 'CreateSignInLink' },
    });
    expect(made.surface).toBe('server');
    expect(detailsOf(made)).toEqual({ ...detailsOf(signedIn), accessKeyId: session.accessKeyId });
    const headers = { cookie, ...SAME_ORIGIN };
    await post(kms, '/graphql', '{"query":"mutation { createKey { keyId } }"}', headers);
    const created = { where: { operation: 'CreateKey' } };
    expect(await kms.store.db.auditEvent.findFirst(created)).toMatchObject(who);
    for (const _twice of [1, 2]) await post(kms, '/sign-out', '', headers);
    expect(await page(kms, 'SignOut')).toMatchObject(who);
    expect(await kms.store.db.auditEvent.count({ where: { operation: 'SignOut' } })).toBe(1);
  });

  it('is not signed in where that cannot be audited', async () => {
    await using kms = await startKms();
    const { token } = await linkFor(kms);
    const { commit } = kms.store;
    Object.assign(kms.store, {
      commit: (writes: Parameters<typeof commit>[0]) =>
        writes.some(({ table }) => table.name === 'AuditEvent')
          ? Promise.reject(new ServiceUnavailableError())
          : commit(writes),
    });
    expect((await redeem(kms, token)).status).toBe(503);
    expect(await kms.store.db.session.count()).toBe(0);
  });

  it('leaves no row where it fails to sign in, by any way', async () => {
    await using kms = await startKms();
    const { token } = await linkFor(kms);
    await redeem(kms, token);
    const account = await kms.addAccount();
    const count = () => kms.store.db.auditEvent.count();
    const before = await count();
    const wrong = { ...account, secret: 'wrong' };
    const unknown = { ...account, id: 'nobody' };
    expect((await redeem(kms, token)).status).toBe(401);
    expect((await redeem(kms, 'x'.repeat(43))).status).toBe(401);
    for (const credential of [wrong, unknown]) {
      const query = 'mutation { createKey { keyId } }';
      expect((await postGraphql(kms, credential, { query })).status).toBe(401);
      expect((await callV1(kms, credential, 'CreateKey')).status).toBeGreaterThanOrEqual(400);
    }
    const headers = { cookie: 'keywright-session=none', ...SAME_ORIGIN };
    expect((await post(kms, '/sign-out', '', headers)).status).toBe(204);
    expect(await count()).toBe(before);
  });
});

// Each runs several processes, one after the other.
describe('A command', { timeout: MAX_MS }, () => {
  const OPERATOR = { surface: 'command', credentialType: 'Operator' };

  it('that makes a sign-in link is audited', async () => {
    await using site = await besideServer();
    expect((await site.run('sign-in-link')).code).toBe(0);
    const [row] = (await eventsIn(site.dataDir)).slice(-1);
    expect(row).toMatchObject({
      ...OPERATOR,
      operation: 'CreateSignInLink',
      principal: `acs:ram::${site.root.accountId}:root`,
    });
    expect(detailsOf(row)).toMatchObject({ accessKeyId: 'operator' });
  });

  it('that rotates the root key is audited in each of its steps', async () => {
    const dataDir = makeDataDir();
    const fileOf = (name: string) => {
      const file = join(dataDir, name);
      writeFileSync(file, randomBytes(32).toString('base64'));
      return file;
    };
    const base = await databaseSettings(dataDir);
    const settings: Record<string, string> = {
      KEYWRIGHT_DATA_DIR: dataDir,
      ...base,
      KEYWRIGHT_ROOT_KEY_FILE: base.KEYWRIGHT_ROOT_KEY_FILE ?? fileOf('current'),
      KEYWRIGHT_NEXT_ROOT_KEY_FILE: fileOf('next'),
    };
    await (await startKms({ dataDir, settings }))[Symbol.asyncDispose]();
    const run = async (command: string) =>
      (await runScript('src/cli/root-key.ts', settings, [command])).code;
    expect(await run('rotate')).toBe(0);
    expect(await run('cancel')).toBe(1); // nothing is left to cancel, and nothing is recorded
    const rows = (await eventsIn(dataDir)).filter(({ surface }) => surface === 'command');
    expect(rows.map(({ operation }) => operation)).toEqual([
      'StageRootKey',
      'PromoteRootKey',
      'RetireRootKey',
    ]);
    const [staged, promoted, retired] = rows.map(detailsOf);
    expect(promoted?.rootKeyId).toBe(staged?.rootKeyId);
    expect(retired?.rootKeyId).toBe(promoted?.previousRootKeyId);
  });

  it.runIf(onSqlite)('that backs up, restores or confirms the clock is audited', async () => {
    const dataDir = makeDataDir();
    await (await startKms({ dataDir }))[Symbol.asyncDispose]();
    const run = async (name: string, ...args: string[]) =>
      runScript(`src/cli/${name}.ts`, { KEYWRIGHT_DATA_DIR: dataDir }, args);
    const file = join(makeDataDir({ migrated: false }), 'kept.db');
    expect((await run('backup', file)).code).toBe(0);
    expect((await eventsIn(dataDir)).at(-1)).toMatchObject({
      ...OPERATOR,
      operation: 'BackUpDatabase',
      details: '{"file":"kept.db"}',
    });
    expect((await run('clock', 'confirm')).code).toBe(0);
    expect((await eventsIn(dataDir)).at(-1)).toMatchObject({
      ...OPERATOR,
      operation: 'ConfirmClock',
    });
    expect((await run('restore', file)).code).toBe(0);
    const restored = await eventsIn(dataDir);
    expect(restored.map(({ operation }) => operation).slice(-2)).toEqual([
      'StopServer', // the backup is older than its own row
      'RestoreDatabase',
    ]);
  });
});
