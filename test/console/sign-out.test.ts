import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog } from '../support/access-console.ts';
import { useConsole } from '../support/console.ts';
import { openKey } from './opened-key.ts';

const browser = useConsole();

describe('The sign-out', () => {
  it('that fails says so, and leaves the page', async () => {
    const { page } = await openKey(browser);
    await page.route('**/sign-out', (route) => route.abort());
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    const settings = page.getByRole('dialog');
    await settings.getByText('You are still signed in.').waitFor();
    await settings.getByText('NetworkError').waitFor();
  });

  it('leaves nothing that Back could show', async () => {
    const { page, keyId } = await openKey(browser, { key: { description: 'Hidden afterwards' } });
    await page.getByRole('heading', { name: 'Hidden afterwards' }).waitFor();
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Keywright' }).waitFor();
    await page.goBack();
    await page.waitForURL(`**/keys/${keyId}?tab=overview`);
    await page.getByRole('heading', { name: 'Sign in to Keywright' }).waitFor();
    expect(await page.content()).not.toContain('Hidden afterwards');
  });
});

describe('A secret that is shown once', () => {
  it('is forgotten when the page is left', async () => {
    const { open, newUser } = await accessScene(browser);
    const { page } = await open(`/access/users/${await newUser()}`);
    await page.getByRole('button', { name: 'Create an API token' }).click();
    await page.getByLabel('Name', { exact: true }).fill('short-lived');
    await pressInDialog(page, 'Create an API token');
    const shown = page.getByRole('dialog', { name: 'The API token is created' });
    const secret = await shown.locator('dd code').innerText();
    expect(await page.content()).toContain(secret);
    await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    await shown.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
  });
});
