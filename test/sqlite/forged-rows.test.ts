import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { caller, outcomeOf } from '../support/caller.ts';
import { readDatabase, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { addRootKey, addUser, allowing, setEnabled } from '../support/identities.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { assume, encryptBy, openAccount } from '../support/role-sessions.ts';
import { linkFor, redeem } from '../support/sign-in.ts';
import { ACCOUNT, copy, FORGERIES } from './forgeries.ts';

/** Two users of an account: ann may describe keys, and eve nothing. */
async function setUp() {
  const dataDir = makeDataDir();
  const logged: { table?: string; msg: string }[] = [];
  const log = (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]);
  const kms = await startKms({ dataDir, log });
  const accountId = ACCOUNT;
  const root = await kms.addAccount({ accountId });
  await addRootKey(kms, accountId, { id: 'second' });
  const rootCaller = caller('rpc', kms, root);
  const { keyId } = await rootCaller.createKey({ tags: [['team', 'payroll']] });
  const statements = allowing('kms:DescribeKey');
  const ann = await addUser(kms, accountId, statements, 'ann');
  const eve = await addUser(kms, accountId, allowing('kms:ListKeys'), 'eve');
  const tagged = await addUser(kms, accountId, [
    {
      Effect: 'Allow',
      Action: 'kms:DescribeKey',
      Resource: '*',
      Condition: { StringEquals: { 'kms:tag/team': ['payroll'] } },
    },
  ]);
  const describeAs = (who: Credential, id = keyId) =>
    outcomeOf(caller('rpc', kms, who).describeKey(id));
  return { kms, dataDir, logged, root, ann, eve, tagged, keyId, describeAs };
}
type SetUp = Awaited<ReturnType<typeof setUp>>;

/** Writes to the database as somebody else, and waits until nothing of what was read before is used any more. */
async function write({ kms, dataDir }: SetUp, sql: string): Promise<void> {
  await writeDatabase(dataDir, sql);
  kms.deployment.accessKeys.clear(); // as a second does
}

/** The damaged rows that the metric counts, by table. */
async function counted({ url }: Kms, table: string): Promise<number> {
  const { text } = await rawRequest(url, { path: '/metrics' });
  const line = new RegExp(`^keywright_damaged_rows_total\\{table="${table}"\\} (\\d+)$`, 'm');
  return Number(line.exec(text)?.[1] ?? 0);
}

const OTHER_POLICY = `INSERT INTO "Attachment" ("accountId", "principalId", "principalType", "policyType", "policyName", "attachedAt")
  SELECT "accountId", "principalId", "principalType", 'System', 'AdministratorAccess', "attachedAt" FROM "Attachment" WHERE "principalType" = 'role'`;

describe('Who can write to the database without the root key is found out, and denied what it permits, where', () => {
  it.each(FORGERIES)('%s', async (_what, table, who, sql) => {
    const set = await setUp();
    await using kms = set.kms;
    expect(await set.describeAs(set[who])).toBe(who === 'eve' ? 'Forbidden.NoPermission' : 'ok');
    expect(await counted(kms, table)).toBe(0);
    await write(set, sql);
    const outcome = await set.describeAs(set[who]);
    expect(['Forbidden.NoPermission', 'InvalidAccessKeyId.NotFound']).toContain(outcome);
    expect(set.logged.filter((line) => line.table !== undefined)).toContainEqual(
      expect.objectContaining({ table, msg: expect.stringContaining('altered outside') }),
    );
    expect(await counted(kms, table)).toBeGreaterThan(0);
  });

  it('a disabled access key is enabled', async () => {
    const set = await setUp();
    await using kms = set.kms;
    await setEnabled(kms, set.ann.id, false);
    expect(await set.describeAs(set.ann)).toBe('Forbidden.AccessKey');
    await write(set, `UPDATE "AccessKey" SET "enabled" = 1 WHERE "id" = '${set.ann.id}'`);
    expect(await set.describeAs(set.ann)).toBe('InvalidAccessKeyId.NotFound');
    expect(await counted(kms, 'AccessKey')).toBeGreaterThan(0);
  });

  it('a key is added', async () => {
    const set = await setUp();
    await using kms = set.kms;
    const rows = await readDatabase<Record<string, unknown>>(set.dataDir, `SELECT * FROM "Key"`);
    const columns = Object.keys(rows[0] ?? {}).map((name) => `"${name}"`);
    const id = '01a22589-0000-7000-8000-000000000000';
    const values = columns.map((name) => (name === '"id"' ? `'${id}'` : name));
    await write(set, copy('Key', columns.join(), values.join(), `"id" = '${set.keyId}'`));
    expect(await set.describeAs(set.root, id)).toBe('Forbidden.NoPermission');
    expect(await counted(kms, 'Key')).toBeGreaterThan(0);
  });

  it('a session or a sign-in link is added or altered', async () => {
    const set = await setUp();
    await using kms = set.kms;
    const cookie = randomBytes(32).toString('base64url');
    const hash = createHash('sha256').update(cookie).digest('base64url');
    const columns = '"hash", "accountId", "accessKeyId", "expiresAt"';
    const values = `'${hash}', '${set.root.accountId}', '${set.root.id}', '2099-01-01T00:00:00.000+00:00'`;
    const viewer = async (value: string) =>
      rawRequest(kms.url, {
        method: 'POST',
        path: '/graphql',
        body: JSON.stringify({ query: '{ viewer { accountId } }' }),
        headers: [
          ['content-type', 'application/json'],
          ['cookie', `keywright-session=${value}`],
          ['sec-fetch-site', 'same-origin'],
        ],
      });
    await write(set, `INSERT INTO "Session" (${columns}) VALUES (${values})`);
    expect((await viewer(cookie)).status).toBe(401);
    expect(await counted(kms, 'Session')).toBe(1);

    await write(set, `INSERT INTO "SignInLink" (${columns}) VALUES (${values})`);
    expect((await redeem(kms, cookie)).status).toBe(401);
    expect(await counted(kms, 'SignInLink')).toBe(1);

    const { token } = await linkFor(kms);
    const [header = ''] = [(await redeem(kms, token)).headers['set-cookie']].flat();
    const own = /keywright-session=([^;]+)/.exec(header)?.[1] ?? '';
    expect((await viewer(own)).status).toBe(200);
    await write(set, `UPDATE "Session" SET "accessKeyId" = '${set.root.id}'`);
    expect((await viewer(own)).status).toBe(401);
  });

  it.each([
    ['a role is altered', `UPDATE "Role" SET "maxSessionDurationSeconds" = 43200`],
    ['the trust policy of a role is altered', `UPDATE "Role" SET "trustPolicy" = '{}'`],
    ['a role gets another policy', OTHER_POLICY],
    ['a role loses a policy', `DELETE FROM "Attachment" WHERE "principalType" = 'role'`],
  ])('%s', async (_what, sql) => {
    const dataDir = makeDataDir();
    await using kms = await startKms({ dataDir });
    const { accountId, user, role, keyId } = await openAccount(kms);
    const session = await assume(kms, user, role);
    const encrypt = () => encryptBy('V1 query', kms, session, keyId);
    expect(await encrypt()).toBe('ok');
    await writeDatabase(dataDir, sql);
    await addUser(kms, accountId, []); // any change of the account's identities makes servers read them again
    expect(await encrypt()).toBe('Forbidden.NoPermission');
    expect(await counted(kms, 'Role')).toBeGreaterThan(0);
  });
});
