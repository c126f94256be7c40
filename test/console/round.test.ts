import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';
import {
  chooseAt,
  openByKeyboard,
  pressAt,
  pressInGrid,
  tabTo,
  typeAt,
} from '../support/keyboard.ts';

const browser = useConsole();

const DESCRIPTION = 'Salaries of the round';
const PLAINTEXT = 'what a salary is';

const buttonOf = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true, disabled: false });

/** A browser that was never here, in which somebody signs in with an access key. */
async function signIn({ id, secret }: { readonly id: string; readonly secret: string }) {
  const visit = await browser.visit({ locale: 'en-US' });
  const { page } = visit;
  await page.goto(`${browser.kms.url}/console`);
  await page.getByRole('heading', { name: 'Sign in to Keywright' }).waitFor();
  visit.complaints.length = 0; // Chromium's, of the 401 after which the page asks to sign in
  await typeAt(page.getByLabel('Access key id'), id);
  await typeAt(page.getByLabel('Access key secret'), secret);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
  return visit;
}

async function createKey(page: Page, description: string): Promise<void> {
  await openByKeyboard(page, 'Create a key');
  await typeAt(page.getByLabel('Description'), description);
  await pressAt(buttonOf(page, 'Create the key'));
  await page.getByRole('heading', { name: description, level: 1 }).waitFor();
}

/** Makes a key whose material this browser generates and imports. */
async function importKey(page: Page): Promise<void> {
  await openByKeyboard(page, 'Create a key');
  await tabTo(page.getByRole('radio', { name: /Aliyun_KMS/, checked: true }));
  await page.keyboard.press('ArrowDown');
  await typeAt(page.getByLabel('Description'), 'Brought from elsewhere');
  await pressAt(buttonOf(page, 'Create the key'));
  await tabTo(page.getByRole('radio', { name: 'A file', checked: true }));
  await page.keyboard.press('ArrowDown');
  await pressAt(buttonOf(page, 'Generate'));
  await pressAt(buttonOf(page, 'Import'));
  await page.getByText('The material is imported').waitFor();
}

/** Encrypts with the key of the round. @returns the ciphertext, as the page shows it */
async function encrypt(page: Page): Promise<string> {
  await openByKeyboard(page, 'Try it');
  await chooseKey(page, 'Choose a key');
  const form = page.getByRole('form', { name: 'Encrypt', exact: true });
  await typeAt(form.getByLabel('Plaintext'), PLAINTEXT);
  await pressAt(buttonOf(page, 'Encrypt'));
  const shown = form.getByRole('region', { name: 'Ciphertext' });
  await shown.waitFor();
  return (await shown.innerText()).trim();
}

const chooseKey = (page: Page, field: string) =>
  chooseAt(
    page.getByRole('combobox', { name: field }),
    DESCRIPTION,
    page.getByRole('option', { name: new RegExp(DESCRIPTION) }),
  );

/** Makes a user, and an access key, whose secret is shown once. */
async function createUser(page: Page) {
  await openByKeyboard(page, 'Access');
  await pressAt(buttonOf(page, 'Create a user'));
  await typeAt(page.getByLabel('User name'), 'stranger');
  await page.keyboard.press('Enter');
  const next = page.getByRole('region', { name: 'Next steps for stranger' });
  await pressAt(next.getByRole('button', { name: 'Create an access key' }));
  await pressAt(page.getByRole('dialog').getByRole('button', { name: 'Create an access key' }));
  const dialog = page.getByRole('dialog', { name: 'The access key is created' });
  await dialog.waitFor();
  const [id = '', secret = ''] = await dialog.locator('dd code').allInnerTexts();
  await pressAt(dialog.getByRole('checkbox', { name: 'I have stored it.' }), 'Space');
  await pressAt(dialog.getByRole('button', { name: 'Done' }));
  await dialog.waitFor({ state: 'detached' });
  return { id, secret };
}

async function allowDecrypt(page: Page): Promise<void> {
  await pressAt(buttonOf(page, 'Allow use of a key').first());
  const dialog = page.getByRole('dialog', { name: 'Allow stranger to use a key' });
  await dialog.waitFor();
  await chooseKey(page, 'Key');
  await pressAt(dialog.getByRole('checkbox', { name: /^Decrypt/ }), 'Space');
  await pressAt(dialog.getByRole('button', { name: 'Allow' }));
  await page.getByText('stranger may use the key now.').first().waitFor();
}

async function followAudit(page: Page): Promise<void> {
  await openByKeyboard(page, 'Audit');
  await pressAt(page.getByRole('button', { name: 'Live' }), 'Space');
  await page.getByText('New events appear here at once.').waitFor();
}

/** The row of a decryption in the audit. */
const decryption = (page: Page, outcome: string) =>
  page
    .getByRole('table', { name: 'Events' })
    .getByRole('row')
    .filter({ hasText: 'Decrypt' })
    .filter({ hasText: outcome })
    .filter({ hasText: 'user/stranger' });

async function removeRight(page: Page): Promise<void> {
  await openByKeyboard(page, 'Access');
  const users = page.getByRole('grid', { name: 'Users' });
  await pressInGrid(users, users.getByRole('link', { name: 'stranger' }));
  const policies = page.getByRole('grid', { name: 'Policies' });
  await pressInGrid(policies, policies.getByRole('button', { name: 'Detach' }));
  await page.getByText('stranger no longer has the policy').first().waitFor();
}

describe('A round by keyboard only', () => {
  it('makes and imports keys, lets somebody decrypt, sees it live, and sees the refusal afterwards', async () => {
    const root = await signIn(await browser.kms.addAccount());
    await createKey(root.page, DESCRIPTION);
    await importKey(root.page);
    const ciphertext = await encrypt(root.page);
    const credential = await createUser(root.page);
    await allowDecrypt(root.page);

    const user = await signIn(credential);
    await openByKeyboard(user.page, 'Try it');
    await chooseKey(user.page, 'Choose a key');
    await tabTo(user.page.getByRole('tab', { name: 'Encrypt', exact: true }));
    await user.page.keyboard.press('ArrowRight');
    const form = user.page.getByRole('form', { name: 'Decrypt', exact: true });
    await typeAt(form.getByLabel('Ciphertext'), ciphertext);

    await followAudit(root.page);
    expect(await decryption(root.page, '').count()).toBe(0);
    await pressAt(form.getByRole('button', { name: 'Decrypt' }));
    await form.getByRole('region', { name: 'Plaintext' }).getByText(PLAINTEXT).waitFor();
    await decryption(root.page, 'Done').waitFor();

    await removeRight(root.page);
    await pressAt(form.getByRole('button', { name: 'Decrypt' }));
    const alert = form.getByRole('alert');
    await alert.getByText('Forbidden.NoPermission').waitFor();
    await alert.getByText('Request id').waitFor();
    expect(await form.getByText(PLAINTEXT).count()).toBe(0);

    await followAudit(root.page);
    await decryption(root.page, 'Forbidden.NoPermission').waitFor();
    for (const { elsewhere, complaints } of [root, user])
      expect([elsewhere, complaints]).toEqual([[], []]);
  });
});
