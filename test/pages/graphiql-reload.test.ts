import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, for browsers
import { examples } from '#pages/browser/examples.js';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();
const PLAINTEXT = Buffer.from('a plaintext that nobody stores').toString('base64');
const QUERY =
  'mutation Mine($input: EncryptInput!) { encrypt(input: $input) { ciphertextBlob keyVersionId } }';

const textOf = async (page: Page, pane: string) =>
  (await page.locator(`${pane} .view-lines`).innerText()).replace(/\s+/g, ' ');
const queryOf = (page: Page) => textOf(page, '.graphiql-query-editor');
const variablesOf = (page: Page) => textOf(page, '.graphiql-editor-tool');
/** The answer that is shown, without white space: the window may break a blob at any sign. */
const resultOf = async (page: Page) => (await textOf(page, '.result-window')).replaceAll(/\s/g, '');

async function type(page: Page, pane: string, text: string) {
  await page.locator(`${pane} .view-lines`).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('ControlOrMeta+Shift+End'); // the quotes and brackets that the editor closed itself
  await page.keyboard.press('Delete');
}

/** All that the page can find of an earlier visit. */
const storedBy = (page: Page) =>
  page.evaluate(async () => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    history: JSON.stringify(history.state),
    address: location.href,
  }));

const run = (page: Page) => page.getByRole('button', { name: /execute query/i }).click();

async function createKey(page: Page): Promise<string> {
  await run(page);
  await page.locator('.result-window').getByText('"createKey"').waitFor();
  return (await browser.kms.store.db.key.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })).id;
}

describe('GraphiQL after a reload', () => {
  it('has the queries that were typed, and neither variables nor answers, which no storage holds', async () => {
    const { page, complaints } = await browser.openGraphiql();
    const keyId = await createKey(page);
    await page.getByRole('tab', { name: 'Encrypt' }).click();
    await type(page, '.graphiql-query-editor', QUERY);
    await type(
      page,
      '.graphiql-editor-tool',
      JSON.stringify({ input: { keyId, plaintext: PLAINTEXT } }),
    );
    await page.getByRole('tab', { name: 'Mine', selected: true }).waitFor();
    await run(page);
    await page.locator('.result-window').getByText('"ciphertextBlob"').waitFor();
    const BLOB = /"ciphertextBlob":"([\w+/]{20})/;
    await expect.poll(() => resultOf(page)).toMatch(BLOB);
    const [, blob = 'no blob'] = BLOB.exec(await resultOf(page)) ?? [];

    const expectNoneStored = async () => {
      const { session, ...others } = await storedBy(page);
      expect(others).toEqual({
        local: '{}',
        databases: 0,
        caches: 0,
        history: 'null',
        address: `${browser.kms.url}/graphql`,
      });
      const { 'keywright:queries': queries = '{}', ...rest } = JSON.parse(session) as Record<
        string,
        string
      >;
      expect(rest).toEqual({});
      const { tabs } = JSON.parse(queries) as { tabs: object[] };
      expect(tabs.map((tab) => Object.keys(tab))).toEqual(
        tabs.map(() => ['id', 'title', 'query', 'operationName']),
      );
      for (const secret of [PLAINTEXT, keyId, blob]) expect(session).not.toContain(secret);
    };
    await page.waitForTimeout(1_000); // GraphiQL stores its own state after half a second
    expect(await resultOf(page)).toContain(blob);
    await expectNoneStored();

    await page.reload();
    await page.getByRole('tab', { name: 'Mine', selected: true }).waitFor();
    await expect.poll(() => queryOf(page)).toContain('mutation Mine($input');
    expect([await variablesOf(page), await resultOf(page)]).toEqual(['', '']);
    expect(await page.getByRole('tab').count()).toBe(examples.length);
    await expectNoneStored();
    expect(complaints).toEqual([]);
  });

  it('has the variables of an example whose query is as it was', async () => {
    const { page } = await browser.openGraphiql();
    await type(page, '.graphiql-editor-tool', '{ "input": { "description": "typed" } }');
    await page.getByRole('tab', { name: 'Sign' }).click();
    await page.reload();
    await page.getByRole('tab', { name: 'Sign', selected: true }).waitFor();
    await expect.poll(() => variablesOf(page)).toContain('ECDSA_SHA_256');
    await page.getByRole('tab', { name: 'CreateKey' }).click();
    await expect.poll(() => variablesOf(page)).toContain('My first key');
  });

  it.each(['signed out', 'cleared by the settings', 'signed in again'])(
    'has only the examples when it was %s',
    async (how) => {
      const { page } = await browser.openGraphiql();
      await type(page, '.graphiql-query-editor', 'query Mine { regions { regionId } }');
      const saved = () => page.evaluate(() => sessionStorage.getItem('keywright:queries') ?? '');
      await expect.poll(saved).toContain('query Mine');
      if (how === 'signed out') {
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.waitForURL(`${browser.kms.url}/sign-in`);
      } else if (how === 'cleared by the settings') {
        await page.getByRole('button', { name: /settings/i }).click();
        await page.getByRole('button', { name: 'Clear data' }).click();
      } else {
        await page.context().clearCookies();
        await page.goto(await browser.link());
        await page.waitForURL(`${browser.kms.url}/graphql`);
        await page.getByRole('tab', { name: 'CreateKey', selected: true }).waitFor();
      }
      expect(await saved()).not.toContain('query Mine');
    },
  );

  it('leaves nothing of an ended session on the sign-in page', async () => {
    const { page } = await browser.openGraphiql();
    await type(page, '.graphiql-query-editor', 'query Mine { regions { regionId } }');
    await page.getByRole('tab', { name: 'Mine' }).waitFor();
    await page.context().clearCookies();
    await page.reload();
    await page.getByText('Open a sign-in link to sign in.').waitFor();
    await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});
