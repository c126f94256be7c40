import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Visit } from '../support/browser.ts';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';
import type { Credential } from '../support/kms.ts';

const browser = useConsole();

/** Events of `openAudit` before the sign-in, newest first. */
const BEFORE = ['CreateSignInLink', 'Encrypt', 'CreateKey'];

interface Scene extends Visit {
  readonly account: Credential;
  readonly root: ReturnType<typeof caller>;
  readonly keyId: string;
}

/** A new account with a key that was used once, and its audit. */
async function openAudit(
  pathOf: (keyId: string) => string = () => '',
  options: Parameters<typeof browser.openConsole>[0] = {},
): Promise<Scene> {
  const account = await browser.kms.addAccount();
  const root = caller('graphql', browser.kms, account);
  const { keyId } = await root.createKey();
  await root.encrypt(keyId, Buffer.from('a record'));
  const visit = await browser.openConsole({
    accessKeyId: account.id,
    path: `/audit${pathOf(keyId)}`,
    ...options,
  });
  return { ...visit, account, root, keyId };
}

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Events' }).getByRole('rowheader');

const operations = async (page: Page) =>
  (await rowsOf(page).allTextContents()).map((text) => text.replace(/^\S+ /, ''));

/** Calls as a client with this name. */
async function encryptAs(userAgent: string, { account, keyId }: Scene): Promise<void> {
  const { url } = browser.kms;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': userAgent,
      authorization: `Basic ${Buffer.from(`${account.id}:${account.secret}`).toString('base64')}`,
    },
    body: JSON.stringify({
      query: 'mutation ($input: EncryptInput!) { encrypt(input: $input) { keyId } }',
      variables: { input: { keyId, plaintext: 'YQ==' } },
    }),
  });
  expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
}

/** Exports in a format, and reads the file that the browser saves. */
async function exportAs(page: Page, format: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.locator('label', { hasText: format }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export' }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

describe('The audit', () => {
  it('shows events, newest first, each with all its details', async () => {
    const { page, keyId, complaints, elsewhere } = await openAudit();
    await page.getByText('These are all events that match.').waitFor();
    expect(await operations(page)).toEqual(['SignIn', ...BEFORE]);
    await page.getByRole('button', { name: 'Encrypt' }).click();
    await page.getByText('Request id').waitFor();
    await page.getByRole('link', { name: keyId }).click();
    await page.waitForURL(`**/console/keys/${keyId}`);
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  it('searches, and has the search in its address', async () => {
    const { page, root, keyId } = await openAudit();
    await expect(root.act('DescribeKey', { keyId: 'none' })).rejects.toThrow();
    await expect(root.act('DisableKey', { keyId: 'alias/x' })).rejects.toThrow();
    await page.getByLabel('Operation', { exact: true }).fill('Encrypt');
    await page.getByLabel('Key', { exact: true }).fill(keyId);
    await page.getByLabel('From').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/operation=Encrypt/);
    await page.getByText('These are all events that match.').waitFor();
    expect(await operations(page)).toEqual(['Encrypt']);
    await page.reload();
    await page.getByText('These are all events that match.').waitFor();
    expect(await operations(page)).toEqual(['Encrypt']);
    expect(await page.getByLabel('From').inputValue()).toBe('2020-01-01T10:00');
    await page.goBack();
    await rowsOf(page).nth(2).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('combobox', { name: 'Outcome' }).fill('fail');
    await page.getByRole('option', { name: 'Failed', exact: true }).click();
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/outcome=Failed/);
    await page.getByText('These are all events that match.').waitFor();
    expect(await operations(page)).toEqual(['DisableKey']);
  });

  it('takes times in the zone of the browser', async () => {
    const { page } = await openAudit(() => '', { timezoneId: 'Asia/Shanghai' });
    await page.getByLabel('From').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/from=2020-01-01T02%3A00%3A00.000Z/);
    expect(await page.getByLabel('From').inputValue()).toBe('2020-01-01T10:00');
    await page.getByLabel('Before').fill('2019-01-01T10:00');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Enter a time after “From”.').waitFor();
  });

  it('says what the server refuses', async () => {
    const { page } = await openAudit(() => '?from=%2B200000-01-01T00:00:00.000Z');
    const alert = page.getByRole('alert');
    await alert.getByText('GRAPHQL_VALIDATION_FAILED').waitFor();
    await alert.getByText('Request id').waitFor();
  });

  it('says which permission is missing', async () => {
    const { accountId } = await browser.kms.addAccount();
    const user = await browser.kms.addAccount({ accountId, allowedActions: ['kms:ListKeys'] });
    const { page } = await browser.openConsole({ accessKeyId: user.id, path: '/audit' });
    await page
      .getByText('You are not allowed to see this. You need the permission kms:Li')
      .waitFor();
    const button = page.getByRole('button', { name: 'Export' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
  });

  it('loads more', async () => {
    const scene = await openAudit();
    for (let use = 0; use < 60; use += 1) await scene.root.encrypt(scene.keyId, Buffer.from('a'));
    const { page } = scene;
    await page.reload();
    await rowsOf(page).nth(49).waitFor();
    expect(await rowsOf(page).count()).toBe(50);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('These are all events that match.').waitFor();
    expect(await rowsOf(page).count()).toBe(BEFORE.length + 61);
  });

  it('exports what matches as JSON Lines', async () => {
    const scene = await openAudit(() => '?operation=Encrypt');
    await rowsOf(scene.page).first().waitFor();
    for (let use = 0; use < 120; use += 1) await scene.root.encrypt(scene.keyId, Buffer.from('a'));
    const lines = (await exportAs(scene.page, 'JSON Lines')).trimEnd().split('\n');
    expect(lines).toHaveLength(121);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      operation: 'Encrypt',
      outcome: 'Done',
      keyId: scene.keyId,
      address: '127.0.0.1',
      details: {},
    });
    await scene.page.getByText('121 events were saved.').waitFor();
  });

  it('exports CSV in which nothing is a formula', async () => {
    const scene = await openAudit(() => '?operation=Encrypt');
    await rowsOf(scene.page).first().waitFor();
    await encryptAs('=HYPERLINK("http://x","a, b")', scene);
    const [header, newest] = (await exportAs(scene.page, 'CSV')).split('\r\n');
    expect(header).toMatch(/^time,eventId,operation,outcome,principal,/);
    expect(newest).toContain(`,"'=HYPERLINK(""http://x"",""a, b"")",`);
  });

  it('goes on with an export that failed', async () => {
    const { page } = await openAudit();
    await rowsOf(page).first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    const refuse = { errors: [{ message: 'No.', extensions: { code: 'ServiceUnavailable' } }] };
    await page.route('**/graphql', (route) => route.fulfill({ json: refuse }));
    await dialog.getByRole('button', { name: 'Export' }).click();
    await dialog.getByRole('alert').getByText('ServiceUnavailable').waitFor();
    await page.unroute('**/graphql');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Try again' }).click(),
    ]);
    expect(
      readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(BEFORE.length + 1);
  });
});
