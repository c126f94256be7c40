import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog, told } from '../support/access-console.ts';
import { linkOf, useConsole } from '../support/console.ts';

const browser = useConsole();

describe('Sessions', () => {
  it('of another browser end, and that browser has to sign in again', async () => {
    const { open } = await accessScene(browser);
    const other = await open('/access/users');
    const { page } = await open('/access/sessions');
    const rows = page.getByRole('grid', { name: 'Signed-in browsers' }).getByRole('row');
    await rows.filter({ hasText: 'This browser' }).waitFor();
    await rows
      .filter({ hasNotText: 'This browser' })
      .filter({ hasText: 'Root identity' })
      .getByRole('button', { name: 'End' })
      .click();
    await pressInDialog(page, 'End');
    await told(page, 'The session has ended.');
    await page.getByText('1 of 1').waitFor();
    await other.page.getByRole('link', { name: 'Roles' }).click();
    await other.page.getByRole('dialog', { name: 'Sign in to Keywright' }).waitFor();
  });

  it('of this browser ends by signing out', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/sessions');
    const own = page.getByRole('row', { name: /This browser/ });
    await own.getByRole('button', { name: 'End' }).click();
    await page.getByText('This is the session of this browser').waitFor();
    await pressInDialog(page, 'End');
    await page.getByRole('heading', { name: 'Sign in to Keywright', level: 1 }).waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });

  it('of the whole account end after a question, this one too', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/sessions');
    await page.getByRole('button', { name: 'End all sessions' }).click();
    await page.getByRole('alertdialog').getByText('yours too').waitFor();
    await pressInDialog(page, 'End all sessions');
    await page.getByRole('heading', { name: 'Sign in to Keywright', level: 1 }).waitFor();
  });
});

describe('Sign-in links', () => {
  it('that nobody has used are deleted, and do not sign in any more', async () => {
    const { open, account } = await accessScene(browser);
    const link = await linkOf(browser.kms, account.id);
    const { page } = await open('/access/sessions');
    const links = page.getByRole('grid', { name: 'Sign-in links' });
    await links.getByRole('button', { name: 'Delete' }).click();
    await pressInDialog(page, 'Delete');
    await links.getByText('There is no unused link.').waitFor();
    const stranger = await browser.visit();
    await stranger.page.goto(link);
    await stranger.page.getByText(/link/i).first().waitFor();
    expect(await stranger.page.context().cookies()).toEqual([]);
  });

  it('are not shown to somebody without the permission, who sees the code', async () => {
    const { open, userWho } = await accessScene(browser);
    const { page } = await open('/access/sessions', await userWho('ram:ListBrowserSessions'));
    const links = page.getByRole('region', { name: 'Sign-in links' });
    await links.getByRole('alert').getByText('NoPermission').first().waitFor();
    const button = page.getByRole('button', { name: 'End all sessions' });
    await button.and(page.locator('[aria-disabled="true"]')).waitFor();
  });
});
