import { describe, expect, it } from 'vitest';
import { linkOf, useConsole } from '../support/console.ts';

const browser = useConsole();

describe('The console', () => {
  it('opens for a browser that is signed in, loading nothing from elsewhere', async () => {
    const { page, elsewhere, complaints } = await browser.openConsole();
    await page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('asks a browser to sign in that is not', async () => {
    const { page } = await browser.visit();
    await page.goto(`${browser.kms.url}/console/audit`);
    await page.getByRole('heading', { name: 'Sign in to Keywright' }).waitFor();
  });

  it('speaks the language that is chosen, also at the next visit', async () => {
    const { page } = await browser.openConsole();
    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('button', { name: /Language/ }).click();
    await page.getByRole('option', { name: '中文' }).click();
    await page.getByRole('heading', { name: '密钥', level: 1 }).waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('heading', { name: '密钥', level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });
});

describe('Two windows of one browser', () => {
  it('sign out together', async () => {
    const { page } = await browser.openConsole();
    const other = await page.context().newPage();
    await other.goto(`${browser.kms.url}/console`);
    await other.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    for (const window of [page, other])
      await window.getByRole('heading', { name: 'Sign in to Keywright' }).waitFor();
  });

  it('never show what belongs to another caller than the one who is signed in', async () => {
    const { page } = await browser.openConsole();
    const other = await page.context().newPage();
    const { id } = await browser.kms.addAccount();
    await other.goto(await linkOf(browser.kms, id));
    await other.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
    const { accountId } = await browser.kms.store.db.accessKey.findUniqueOrThrow({ where: { id } });
    await page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByText(accountId).first().waitFor();
  });
});
