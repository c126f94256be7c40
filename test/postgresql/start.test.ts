import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { databaseOf, databaseSettings, urlOf, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { runScript, startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';

/** A database of a new folder, empty, and the settings that name it. */
async function emptyDatabase() {
  const dataDir = makeDataDir({ migrated: false });
  const settings: Record<string, string> = {
    KEYWRIGHT_DATA_DIR: dataDir,
    ...(await databaseSettings(dataDir, { migrated: false })),
  };
  return { dataDir, settings };
}

async function expectRefusal(
  settings: Readonly<Record<string, string>>,
  message: RegExp,
): Promise<void> {
  const { code, stdout, stderr } = await runScript('src/main.ts', settings);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^Keywright cannot start\. .*\n$/);
  expect(stderr).not.toMatch(/throwaway|not-the-password/);
  expect([code, stdout]).toEqual([1, '']);
}

describe('A first start on PostgreSQL', () => {
  it('needs a URL and a root key, and nothing of the data folder but a place for the access key', async () => {
    const { dataDir, settings } = await emptyDatabase();
    const folder = join(dataDir, 'none', 'yet');
    await using server = await startProcess({ ...settings, KEYWRIGHT_DATA_DIR: folder });
    const [, id = '', secret = ''] =
      /_ID=(\S+)\n.*_SECRET=(\S+)\n/.exec(readFileSync(join(folder, 'first-access-key'), 'utf8')) ??
      [];
    expect((await callV1(server, { accountId: '', id, secret }, 'CreateKey')).status).toBe(200);
    expect((await rawRequest(server.url, { path: '/readyz' })).status).toBe(200);
    for (const file of ['keywright.lock', 'keywright.db', 'root-key', 'address'])
      expect(existsSync(join(folder, file))).toBe(false);
  });

  it('without a root key is refused, and so is one that is another', async () => {
    const { settings } = await emptyDatabase();
    await expectRefusal(
      { ...settings, KEYWRIGHT_ROOT_KEY_FILE: '' },
      /With PostgreSQL every replica needs the root key/,
    );
    await (await startProcess(settings)).kill('SIGTERM');
    const another = {
      ...settings,
      KEYWRIGHT_ROOT_KEY_FILE: '',
      KEYWRIGHT_ROOT_KEY: Buffer.alloc(32, 9).toString('base64'),
    };
    await expectRefusal(another, /is not the one of this database/);
  });
});

describe('A start on PostgreSQL is refused', () => {
  it.each([
    [
      'that is not there',
      (url: URL) => Object.assign(url, { port: '1' }),
      /does not answer at 127\.0\.0\.1, port 1\..* \(ECONNREFUSED\)/,
    ],
    [
      'on a host that there is not',
      (url: URL) => Object.assign(url, { hostname: 'no-such-host.invalid' }),
      /The host no-such-host\.invalid was not found\..* \((ENOTFOUND|EAI_AGAIN)\)/,
    ],
    [
      'under another password',
      (url: URL) => Object.assign(url, { password: 'not-the-password' }),
      /The password of the role "postgres" is wrong\..* \(28P01\)/,
    ],
    [
      'under a role that there is not',
      (url: URL) => Object.assign(url, { username: 'nobody' }),
      /the role "nobody".* \((28P01|28000)\)/,
    ],
    [
      'in a database that is not there',
      (url: URL) => Object.assign(url, { pathname: '/no_such_database' }),
      /There is no database "no_such_database"\. Create it .*createdb --owner="postgres" "no_such_database"\. \(3D000\)/,
    ],
  ])('%s, by a sentence without the password', async (_name, change, message) => {
    const { settings } = await emptyDatabase();
    await expectRefusal(
      { ...settings, DATABASE_URL: change(new URL(String(settings.DATABASE_URL))).href },
      message,
    );
  });

  it('in a database of something else, which stays as it was', async () => {
    const { dataDir, settings } = await emptyDatabase();
    await writeDatabase(dataDir, 'CREATE TABLE "Customers" ("id" TEXT)');
    await expectRefusal(settings, /holds tables of another program/);
    const client = new pg.Client(urlOf(databaseOf(dataDir)));
    await client.connect();
    expect(
      (await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).rows,
    ).toEqual([{ tablename: 'Customers' }]);
    await client.end();
  });
});

describe('The commands beside replicas', () => {
  it('make a sign-in link for an address that listens, whatever port the settings name', async () => {
    const { settings } = await emptyDatabase();
    const early = await startProcess(settings);
    await early.kill('SIGTERM');
    expect((await runScript('src/cli/sign-in-link.ts', settings)).stderr).toMatch(
      /^The link works once, within 10 minutes\. This database knows no running server/,
    );
    await using server = await startProcess(settings);
    const { stdout, stderr } = await runScript('src/cli/sign-in-link.ts', settings);
    expect(stdout).toMatch(new RegExp(`^${server.url}/sign-in#[\\w-]{43}\\n$`));
    expect(stderr).toBe('The link works once, within 10 minutes.\n');
    expect(
      (
        await runScript('src/cli/sign-in-link.ts', {
          ...settings,
          KEYWRIGHT_PUBLIC_URL: 'https://kms.example.com',
        })
      ).stdout,
    ).toMatch(/^https:\/\/kms\.example\.com\/sign-in#/);
  });
});

describe('A replica', () => {
  it('is not brought down by what others say on its channel', async () => {
    await using kms = await startKms();
    const heard: unknown[] = [];
    const told = new Promise<void>((resolve) => {
      kms.store.invalidations.subscribe((invalidation) => {
        heard.push(invalidation);
        if (heard.length === 3) resolve();
      });
    });
    for (const payload of ['no JSON', '{"keyIds":7}', ''])
      await writeDatabase(kms.dataDir, `SELECT pg_notify('keywright', '${payload}')`);
    await told;
    expect(heard).toEqual(['missed', 'missed', 'missed']);
    expect((await rawRequest(kms.url, { path: '/readyz' })).status).toBe(200);
  });
});
