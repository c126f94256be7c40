import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { brightBackgrounds, brightSquares } from '../support/brightness.ts';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();
const DARK = { colorScheme: 'dark' } as const;

async function expectDark(page: Page) {
  expect(await brightBackgrounds(page)).toEqual([]);
  await expect.poll(() => brightSquares(page)).toEqual([]);
}

const backgroundOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);

describe('Where the system is dark', () => {
  it('GraphiQL is dark in every part', async () => {
    const { page } = await browser.openGraphiql(DARK);
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.result-window').getByText('"createKey"').waitFor();
    for (const part of [
      'html',
      'body',
      '.graphiql-editors',
      '.graphiql-container .graphiql-container',
    ])
      expect([part, await backgroundOf(page, part)]).toEqual([part, 'rgb(33, 42, 59)']);
    expect(await page.locator('.monaco-editor.vs-dark').count()).toBe(3); // query, variables, result
    expect(await page.locator('.monaco-editor.vs').count()).toBe(0);
    await expectDark(page);

    for (const plugin of [/documentation explorer/i, /graphiql explorer/i]) {
      await page.getByRole('button', { name: plugin }).click();
      await page
        .locator('.graphiql-plugin')
        .getByText('createKey')
        .or(page.getByText('KeyMetadata'))
        .first()
        .waitFor();
      await expectDark(page);
    }
    await page.locator('.graphiql-query-editor .view-lines').click({ button: 'right' });
    await page.getByText('Command Palette').waitFor();
    await expectDark(page);
    await page.keyboard.press('Escape');
    for (const dialog of [/short keys/i, /settings/i]) {
      await page.getByRole('button', { name: dialog }).click();
      await page.getByRole('dialog').waitFor();
      await expectDark(page);
      await page.keyboard.press('Escape');
    }
  });

  it('the sign-in page is dark', async () => {
    const { page } = await browser.visit(DARK);
    await page.goto(`${browser.kms.url}/sign-in`);
    expect(await backgroundOf(page, 'html')).toBe('rgb(33, 42, 59)');
    await expectDark(page);
  });

  it('neither page is white before its style is there', async () => {
    const { page } = await browser.openGraphiql(DARK);
    await page.route(/\.(css|js)$/, (route) => route.abort());
    for (const path of ['/graphql', '/sign-in']) {
      await page.goto(`${browser.kms.url}${path}`);
      await page.getByText('Keywright').waitFor();
      await expectDark(page);
    }
  });

  it('a light theme that was chosen in the settings is light everywhere', async () => {
    const { page } = await browser.openGraphiql(DARK);
    await page.getByRole('button', { name: /settings/i }).click();
    await page.getByRole('button', { name: 'Light' }).click();
    await page.keyboard.press('Escape');
    for (const part of ['html', '.graphiql-editors'])
      expect([part, await backgroundOf(page, part)]).toEqual([part, 'rgb(255, 255, 255)']);
    expect(await page.locator('.monaco-editor.vs-dark').count()).toBe(0);
  });
});

describe('Where the system changes from light to dark', () => {
  it('the page and its editors follow', async () => {
    const { page } = await browser.openGraphiql({ colorScheme: 'light' });
    await page.locator('.result-window .monaco-editor.vs').waitFor();
    expect(await backgroundOf(page, 'html')).toBe('rgb(255, 255, 255)');
    await page.emulateMedia(DARK);
    await page.locator('.result-window .monaco-editor.vs-dark').waitFor();
    await expectDark(page);
  });
});
