import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog } from '../support/access-console.ts';
import { useConsole } from '../support/console.ts';
import { holdRequest } from './held-request.ts';
import { openKey, section } from './opened-key.ts';

const browser = useConsole();

describe('A form in a window', () => {
  it('keeps what is typed when somebody presses beside it, and closes by Escape', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/users');
    await page.getByRole('button', { name: 'Create a user' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Comments').fill('typed with care');
    await page.mouse.click(3, 3);
    expect(await form.getByLabel('Comments').inputValue()).toBe('typed with care');
    // The window takes the focus back that the press has given to the page.
    await expect.poll(() => form.locator(':focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  it('stays until a secret has arrived that is on its way', async () => {
    const { open, newUser } = await accessScene(browser);
    const { page } = await open(`/access/users/${await newUser()}`);
    const held = await holdRequest(page, 'createAccessKey');
    await page.getByRole('button', { name: 'Create an access key' }).click();
    await pressInDialog(page, 'Create an access key');
    await held.sent;
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
    held.release();
    await page.getByRole('dialog', { name: 'The access key is created' }).waitFor();
  });
});

describe('A form of a key', () => {
  it('is sent once, however often Enter is pressed', async () => {
    const { page } = await openKey(browser);
    const held = await holdRequest(page, 'setDeletionProtection');
    const reason = section(page, 'Deletion protection').getByLabel('Reason');
    await reason.fill('in use');
    await reason.press('Enter');
    await held.sent;
    await reason.press('Enter');
    await reason.press('Enter');
    held.release();
    await page.getByText('The key is protected: its deletion cannot be scheduled.').waitFor();
    expect(held.count()).toBe(1);
  });
});
