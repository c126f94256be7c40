import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import type { Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import codegen from '../../codegen.ts';
import { createApiToken } from '../support/api-token.ts';
import { useBrowser } from '../support/browser.ts';
import { ROOT } from '../support/documents.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';

const EXAMPLE = resolve(ROOT, 'examples/react-key-form');
const PAGE_SIZE = 20;

const browser = useBrowser();
let vite: ViteDevServer;
let origin: string;
beforeAll(async () => {
  vite = await createServer({
    root: EXAMPLE,
    configFile: join(EXAMPLE, 'vite.config.ts'),
    cacheDir: makeDataDir({ migrated: false }),
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  await vite.listen();
  const address = vite.httpServer?.address() as AddressInfo | undefined;
  origin = `http://127.0.0.1:${address?.port}`;
});
afterAll(() => vite.close());

const allowing = (...origins: string[]) => ({ KEYWRIGHT_ALLOWED_ORIGINS: origins.join(',') });

const keysOf = ({ store }: Kms, { accountId }: Credential) =>
  store.db.key.count({ where: { accountId } });

const tokenOf = async (kms: Kms, account: Credential): Promise<string> =>
  (await createApiToken(kms, account)).token;

/** The example in the browser, with a token. */
async function open(kms: Pick<Kms, 'url'>, token: string): Promise<Page> {
  const { page } = await browser.visit();
  await page.goto(origin);
  await page.getByLabel('Address of Keywright').fill(kms.url);
  await page.getByLabel('API token').fill(token);
  await page.getByRole('button', { name: 'Use this token' }).click();
  return page;
}

async function create(page: Page, description: string, keySpec = 'Aliyun_AES_256') {
  await page.getByLabel('Description').fill(description);
  await page.getByLabel('Key spec').selectOption(keySpec);
  await page.getByRole('button', { name: 'Create key' }).click();
}

const rowOf = (page: Page, description: string) =>
  page.getByRole('row').filter({ has: page.getByRole('cell', { name: description, exact: true }) });

async function makeKeys(kms: Kms, account: Credential, count: number): Promise<void> {
  const query = `mutation { ${Array.from({ length: count }, (_, index) => `a${index}: createKey(input: { description: "Key ${index}" }) { keyId }`).join(' ')} }`;
  expect((await postGraphql(kms, account, { query })).errors).toBeUndefined();
}

describe('The page of examples/react-key-form', () => {
  it('shows at once what others change, also after the connection broke', async () => {
    await using kms = await startKms({ settings: allowing(origin) });
    const account = await kms.addAccount();
    const page = await open(kms, await tokenOf(kms, account));
    await create(page, 'Followed');
    await page.getByRole('status').filter({ hasText: 'Created key' }).waitFor();
    const { id: keyId } = await kms.store.db.key.findFirstOrThrow({
      where: { accountId: account.accountId },
    });
    const change = async (mutation: string) => {
      const query = `mutation { ${mutation}(input: { keyId: "${keyId}" }) { keyId } }`;
      expect((await postGraphql(kms, account, { query })).errors).toBeUndefined();
    };
    await change('disableKey');
    await rowOf(page, 'Followed').getByText('Disabled').waitFor();
    await page.context().setOffline(true);
    await change('enableKey');
    await page.context().setOffline(false);
    await rowOf(page, 'Followed').getByText('Enabled').waitFor();
  });

  it('creates keys and lists them page by page, with an API token, from an allowed origin', async () => {
    await using kms = await startKms({ settings: allowing('https://app.example.com', origin) });
    const account = await kms.addAccount();
    await makeKeys(kms, account, PAGE_SIZE + 2);
    const page = await open(kms, await tokenOf(kms, account));

    await create(page, 'Made by a page', 'EC_P256');
    const status = page.getByRole('status');
    await status.filter({ hasText: 'Created key' }).waitFor();
    const { id, spec } = await kms.store.db.key.findFirstOrThrow({
      where: { accountId: account.accountId, description: 'Made by a page' },
    });
    expect([await status.textContent(), spec]).toEqual([`Created key ${id}.`, 'EC_P256']);
    expect(await rowOf(page, 'Made by a page').textContent()).toContain(id);
    expect(await page.getByLabel('Key spec').inputValue()).toBe('Aliyun_AES_256'); // an empty form again

    await page.getByRole('button', { name: 'List keys' }).click();
    const more = page.getByRole('button', { name: 'Load more' });
    await more.click();
    await more.waitFor({ state: 'detached' });
    const descriptions = await page.locator('tbody td:nth-child(2)').allTextContents();
    expect(descriptions.sort()).toEqual(
      [
        'Made by a page',
        ...Array.from({ length: PAGE_SIZE + 2 }, (_, index) => `Key ${index}`),
      ].sort(),
    );
  });

  it('says what to check where its origin is not allowed, and creates nothing', async () => {
    await using kms = await startKms({ settings: allowing('http://127.0.0.1:1') });
    const account = await kms.addAccount();
    const page = await open(kms, await tokenOf(kms, account));
    await create(page, 'Never made');
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toContain(`whether KEYWRIGHT_ALLOWED_ORIGINS has ${origin}`);
    expect(await page.getByLabel('Description').inputValue()).toBe('Never made');
    await page.getByRole('button', { name: 'List keys' }).click();
    await alert.nth(1).waitFor();
    expect(await keysOf(kms, account)).toBe(0);
  });

  it('shows why a token that is wrong or has expired is refused', async () => {
    let now = new Date();
    await using kms = await startKms({ settings: allowing(origin), clock: () => now });
    const account = await kms.addAccount();
    const expirationDate = new Date(now.getTime() + 3_600_000).toISOString();
    const { token } = await createApiToken(kms, account, { expirationDate });

    const page = await open(kms, token);
    await create(page, 'In time');
    await page.getByRole('status').filter({ hasText: 'Created key' }).waitFor();
    now = new Date(now.getTime() + 3_600_001);
    await create(page, 'Too late');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/^Unauthenticated.*Request id: [0-9a-f-]{36}$/);

    const stranger = await open(kms, `${token.slice(0, -1)}?`);
    await create(stranger, 'Never made');
    expect(await stranger.getByRole('alert').textContent()).toContain('Unauthenticated');
    expect(await keysOf(kms, account)).toBe(1);
  });

  it('shows the code and the request id of an operation that is refused', async () => {
    await using kms = await startKms({ settings: allowing(origin) });
    const account = await kms.addAccount({ allowedActions: ['ram:CreateApiToken'] });
    const page = await open(kms, await tokenOf(kms, account));
    await create(page, 'Never made');
    expect(await page.getByRole('alert').textContent()).toMatch(
      /^Forbidden\.NoPermission.*Request id: [0-9a-f-]{36}$/,
    );
  });

  it('keeps the token in memory only', async () => {
    await using kms = await startKms({ settings: allowing(origin) });
    const page = await open(kms, await tokenOf(kms, await kms.addAccount()));
    await create(page, 'Made by a page');
    await page.getByRole('status').filter({ hasText: 'Created key' }).waitFor();
    const stored = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])';
    expect(await page.evaluate(stored)).toBe('[{},{},""]');
    await page.reload();
    expect(await page.getByLabel('API token').inputValue()).toBe('');
  });
});

describe('examples/react-key-form', () => {
  it('has the packages that are tested here', () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string>>;
    const own = read(join(EXAMPLE, 'package.json'));
    const { dependencies, devDependencies } = read(join(ROOT, 'package.json'));
    const tested: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };
    const versions = { ...tested, typescript: tested['typescript-cli']?.replace(/.*@/, '') };
    expect({ ...versions, ...own.dependencies, ...own.devDependencies }).toEqual(versions);
    const locked = read(join(EXAMPLE, 'package-lock.json')).packages?.[''];
    expect(locked).toMatchObject({
      dependencies: own.dependencies,
      devDependencies: own.devDependencies,
    });
  });

  it('has documents that are compiled from the schema as it is', async () => {
    const files = (await generate({ ...codegen, cwd: ROOT }, false)) as {
      filename: string;
      content: string;
    }[];
    const own = files.filter(({ filename }) => filename.includes('react-key-form/'));
    expect(own.map(({ filename }) => filename.replace(/.*\//, '')).sort()).toEqual([
      'gql.ts',
      'graphql.ts',
      'index.ts',
    ]);
    for (const { filename, content } of own)
      expect(readFileSync(resolve(ROOT, filename), 'utf8')).toBe(content);
  });
});
