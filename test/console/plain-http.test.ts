import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

/** What a browser offers to a page that came over plain http from another host: less. */
async function withoutHttps(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    Object.defineProperty(crypto, 'randomUUID', { value: undefined });
  });
}

async function openPage(path: (keyId: string) => string, prepare = withoutHttps) {
  const account = await browser.kms.addAccount();
  const root = caller('graphql', browser.kms, account);
  const { keyId } = await root.createKey({ description: 'Plain key' });
  await root.act('CreateUser', { userName: 'ann' });
  const visit = await browser.openConsole({ accessKeyId: account.id, path: path(keyId), prepare });
  return { ...visit, keyId };
}

describe('A page over plain http', () => {
  it('copies', async () => {
    const { page, keyId, complaints } = await openPage((id) => `/keys/${id}`);
    await page.getByRole('button', { name: 'Copy: Key id', exact: true }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const alias = page.getByLabel('New alias');
    await alias.fill('');
    await alias.press('Control+V');
    expect(await alias.inputValue()).toBe(keyId);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['of a key', (id: string) => `/keys/${id}`],
    ['in the list', () => ''],
  ])('says that the browser does not copy an id %s', async (_where, path) => {
    const { page, complaints } = await openPage(path, async (opened) => {
      await withoutHttps(opened);
      await opened.addInitScript(() => {
        document.execCommand = () => false;
      });
    });
    await page
      .getByRole('button', { name: /^Copy: Key id/ })
      .first()
      .click();
    await page.getByRole('alertdialog').getByText('The browser did not copy it.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('allows a user to use a key', async () => {
    const { page, complaints } = await openPage(() => '/access/users/ann');
    await page.getByRole('button', { name: 'Allow use of a key' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Key' }).fill('plain');
    await page.getByRole('option', { name: /Plain key/ }).click();
    expect(await form.getByLabel('Name of the new policy').inputValue()).toMatch(/-[0-9a-f]{4}$/);
    expect(complaints).toEqual([]);
  });
});
