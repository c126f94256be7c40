import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, for browsers
import { examples } from '../../src/console/examples.js';
import { type Kms, startKms } from '../support/kms.ts';

let browser: Browser;
let kms: Kms;

beforeAll(async () => {
  kms = await startKms();
  // Not the package's own arguments: they switch the browser's web security off, which is part of what is tested.
  const args = ['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-background-networking'];
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
});
afterAll(async () => {
  await browser.close();
  await kms[Symbol.asyncDispose]();
});

async function openLink() {
  const { id } = await kms.store.db.accessKey.findFirstOrThrow();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && origin !== kms.url) elsewhere.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(await kms.signInLink(id));
  return { page, elsewhere, complaints };
}

describe('GraphiQL in a real browser', () => {
  it('opens by the sign-in link, runs an example and shows the key, loading nothing from elsewhere', async () => {
    const { page, elsewhere, complaints } = await openLink();
    await page.waitForURL(`${kms.url}/graphql`);
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.result-window, .graphiql-response').first();
    await result.getByText('"createKey"').waitFor();

    const { id: keyId, description } = await kms.store.db.key.findFirstOrThrow();
    await result.getByText(keyId).first().waitFor();
    expect(description).toBe('My first key');
    expect(page.url()).toBe(`${kms.url}/graphql`); // the query is not in the address bar
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows every example in a tab that can be clicked', async () => {
    const { page } = await openLink();
    await page.waitForURL(`${kms.url}/graphql`);
    const tabs = page.getByRole('tab');
    await tabs.nth(examples.length - 1).waitFor();
    expect(await tabs.count()).toBe(examples.length);
    for (const at of [2, examples.length - 1, 0]) {
      await tabs.nth(at).click();
      await page.locator(`[role=tab]:nth-child(${at + 1})[aria-selected=true]`).waitFor();
    }
  });

  it('knows the schema, and signs out for good', async () => {
    const { page } = await openLink();
    await page.waitForURL(`${kms.url}/graphql`);
    await page.getByRole('button', { name: /show documentation explorer/i }).click();
    await page.getByText('KeyMetadata').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${kms.url}/sign-in`);
    expect((await page.goto(`${kms.url}/graphql`))?.status()).toBe(401);
  });

  it('says so when a link was used before', async () => {
    const { id } = await kms.store.db.accessKey.findFirstOrThrow();
    const link = await kms.signInLink(id);
    const open = async () => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(link);
      return page;
    };
    await (await open()).waitForURL(`${kms.url}/graphql`);
    await (await open()).getByText('used already').waitFor();
  });
});
