import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';
import type { Credential } from '../support/kms.ts';
import { openKey, section } from './opened-key.ts';

const browser = useConsole();

/** Ends the session behind the back of the page. */
const endSession = (page: Page) =>
  page.evaluate(() => fetch('/sign-out', { method: 'POST' }).then(({ ok }) => ok));

/** Signs in again, in the dialog over the page. */
async function signInAgain(page: Page, { id, secret }: Credential): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Sign in to Keywright' });
  await dialog.getByLabel('Access key id').fill(id);
  await dialog.getByLabel('Access key secret').fill(secret);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
}

describe('A session that ends in the middle of a form', () => {
  it('takes nothing that was typed: after signing in again the form is saved', async () => {
    const { page, root, keyId, credential } = await openKey(browser);
    const part = section(page, 'Description');
    await part.getByRole('button', { name: 'Edit' }).click();
    await part.getByLabel('What the key is for').fill('typed before the session ended');
    await endSession(page);
    await part.getByRole('button', { name: 'Save' }).click();
    await signInAgain(page, credential);
    await page.getByRole('heading', { name: 'typed before the session ended' }).waitFor();
    expect((await root.describeKey(keyId)).description).toBe('typed before the session ended');
  });

  it('takes nothing from the policy editor either', async () => {
    const { page, credential } = await openKey(browser, { tab: 'policy' });
    const editor = page.getByLabel('Policy as JSON');
    await editor.fill('{ "Version": "1", "Statement": [');
    await endSession(page);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await signInAgain(page, credential);
    expect(await editor.inputValue()).toBe('{ "Version": "1", "Statement": [');
  });
});
