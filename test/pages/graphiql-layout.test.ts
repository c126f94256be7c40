import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, for browsers
import { examples } from '#pages/browser/examples.js';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

async function boxOf(page: Page, selector: string) {
  const { x, y, width, height } = (await page.locator(selector).boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  return { left: x, top: y, right: x + width, bottom: y + height, width, height };
}

const widthsOf = (page: Page) =>
  page.evaluate(() => [
    innerWidth,
    document.documentElement.scrollWidth,
    document.body.scrollWidth,
  ]);

describe('GraphiQL on a phone', () => {
  it('stacks query, variables and result, and nothing is wider than the screen', async () => {
    const { page } = await browser.openGraphiql(PHONE);
    await page.locator('.graphiql-editor-tool .view-lines').waitFor();
    const panes = [
      'header',
      '.graphiql-sidebar',
      '.graphiql-session-header',
      '.graphiql-query-editor',
      '.graphiql-editor-tool',
      '.result-window',
    ];
    let above = 0;
    for (const pane of panes) {
      const { left, right, top, bottom, width, height } = await boxOf(page, pane);
      expect([pane, left >= 0, right <= 390, width > 300, top >= above, bottom <= 844]).toEqual([
        pane,
        true,
        true,
        true,
        true,
        true,
      ]);
      if (panes.indexOf(pane) > 2) expect([pane, height > 120]).toEqual([pane, true]);
      above = bottom;
    }
    expect(await widthsOf(page)).toEqual([390, 390, 390]);
  });

  it('has buttons and tabs that can be reached', async () => {
    const { page } = await browser.openGraphiql(PHONE);
    const tabs = page.getByRole('tab');
    for (const at of [examples.length - 1, 0]) {
      await tabs.nth(at).tap();
      await page.locator(`[role=tab]:nth-child(${at + 1})[aria-selected=true]`).waitFor();
    }
    await page.getByRole('button', { name: /execute query/i }).tap();
    await page.locator('.result-window').getByText('"createKey"').waitFor();
    expect(await widthsOf(page)).toEqual([390, 390, 390]);
  });

  it('gives the whole page to the documentation, and back', async () => {
    const { page } = await browser.openGraphiql(PHONE);
    await page.getByRole('button', { name: /show documentation/i }).tap();
    await page.getByText('KeyMetadata').first().waitFor();
    const { left, right, height } = await boxOf(page, '.graphiql-plugin');
    expect([left, right, height > 700]).toEqual([0, 390, true]);
    expect(await widthsOf(page)).toEqual([390, 390, 390]);
    await page.getByRole('button', { name: /hide documentation/i }).tap();
    await page.getByRole('button', { name: /execute query/i }).tap();
    await page.locator('.result-window').getByText('"createKey"').waitFor();
  });

  it.each([/short keys/i, /settings/i])('fits the dialog of %s', async (name) => {
    const { page } = await browser.openGraphiql(PHONE);
    await page.getByRole('button', { name }).tap();
    const { left, right } = await boxOf(page, '[role=dialog]');
    expect([left >= 0, right <= 390]).toEqual([true, true]);
    const overflow = page
      .locator('[role=dialog]')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(await overflow).toBe(0);
  });

  it('scrolls where the screen is low', async () => {
    const { page } = await browser.openGraphiql({
      ...PHONE,
      viewport: { width: 390, height: 450 },
    });
    const { height, bottom } = await boxOf(page, '.result-window');
    expect([height > 80, bottom > 450]).toEqual([true, true]);
    await page.locator('.result-window').scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
    expect(await widthsOf(page)).toEqual([390, 390, 390]);
  });
});

describe('The sign-out button', () => {
  it.each([
    ['on a desktop', DESKTOP],
    ['on a phone', PHONE],
  ])('%s covers nothing of GraphiQL', async (_name, options) => {
    const { page } = await browser.openGraphiql(options);
    const button = await boxOf(page, '#sign-out');
    const root = await boxOf(page, '#root');
    expect([button.width > 40, button.top >= 0, button.right <= options.viewport.width]).toEqual([
      true,
      true,
      true,
    ]);
    expect(button.bottom).toBeLessThanOrEqual(root.top);
    expect([root.left, root.right, root.bottom]).toEqual([
      0,
      options.viewport.width,
      options.viewport.height,
    ]);
    // Nothing of GraphiQL is drawn outside its root either.
    const { top, bottom } = await boxOf(page, '.graphiql-container .graphiql-container');
    expect([top, bottom]).toEqual([root.top, root.bottom]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${browser.kms.url}/sign-in`);
  });
});
