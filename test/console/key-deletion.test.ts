import { describe, expect, it } from 'vitest';
import { seriousProblems } from '../support/accessibility.ts';
import { useConsole } from '../support/console.ts';
import { openKey, refusal, section, undo } from './opened-key.ts';

const browser = useConsole();

const dialogOf = (page: Awaited<ReturnType<typeof openKey>>['page']) =>
  page.getByRole('alertdialog', { name: 'Schedule the deletion of the key' });

describe('The deletion of a key', () => {
  it('is scheduled when its name is typed, with what it affects in view, and cancelled', async () => {
    const { page, root, keyId, credential } = await openKey(browser, {
      prepare: async (as, id) => {
        await as.act('CreateAlias', { keyId: id, aliasName: 'alias/doomed' });
        await as.encrypt(id, Buffer.from('a record'));
        await as.act('CreateKeyVersion', { keyId: id });
      },
    });
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = dialogOf(page);
    await dialog.getByText('alias/doomed').first().waitFor();
    await dialog
      .getByRole('row')
      .filter({ hasText: `${credential.accountId}:root` })
      .waitFor();
    const schedule = dialog.getByRole('button', { name: 'Schedule the deletion' });
    expect(await schedule.isDisabled()).toBe(true);
    await dialog.getByLabel(/Type alias\/doomed/).fill('alias/doomed');
    await dialog.getByLabel('Waiting period in days').fill('10');
    await schedule.click();
    await page.getByText(/This key will be destroyed in (9|10) days/).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect((await root.describeKey(keyId)).keyState).toBe('PendingDeletion');
    await refusal(page, 'Enable', 'Pending deletion');
    await page.getByRole('button', { name: 'Cancel the deletion' }).click();
    await page.locator('main').getByText('Enabled', { exact: true }).waitFor();
    expect((await root.describeKey(keyId)).keyState).toBe('Enabled');
  });

  it('asks for the id of a key without an alias, and for a period within the limits', async () => {
    const { page, root, keyId } = await openKey(browser);
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = dialogOf(page);
    await dialog.getByLabel(`Type ${keyId} to confirm`).fill(keyId);
    await dialog.getByLabel('Waiting period in days').fill('6');
    await dialog.getByRole('button', { name: 'Schedule the deletion' }).click();
    await dialog.getByText('Enter a whole number from 7 to 366.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await root.describeKey(keyId)).keyState).toBe('Enabled');
  });

  it('is refused while the key is protected, also if it was protected meanwhile', async () => {
    const { page, root, keyId } = await openKey(browser, { isLive: false });
    const protection = section(page, 'Deletion protection');
    await protection.getByLabel('Reason').fill('<i>payroll</i>');
    await protection.getByRole('button', { name: 'Protect the key' }).click();
    await protection.getByText('The key is protected').waitFor();
    await refusal(page, 'Delete…', 'Remove the deletion protection first');
    await protection.getByRole('button', { name: 'Remove the protection' }).click();
    await protection.getByText('The key is not protected').waitFor();
    await undo(page, /protection is removed/);
    await protection.getByText('The key is protected').waitFor();
    expect(await protection.getByLabel('Reason').inputValue()).toBe('<i>payroll</i>');
    await protection.getByRole('button', { name: 'Remove the protection' }).click();
    await protection.getByText('The key is not protected').waitFor();

    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = dialogOf(page);
    await dialog.getByLabel(/to confirm/).fill(keyId);
    await root.act('SetDeletionProtection', { keyId, enableDeletionProtection: true });
    await dialog.getByRole('button', { name: 'Schedule the deletion' }).click();
    await dialog.getByRole('alert').getByText('Request id').waitFor();
    expect((await root.describeKey(keyId)).keyState).toBe('Enabled');
  });

  it('shows only what the reader may see', async () => {
    const { page } = await openKey(browser, { allowed: ['kms:ScheduleKeyDeletion'] });
    await page.getByRole('button', { name: 'Delete…' }).click();
    await dialogOf(page).getByText('You may not see it').first().waitFor();
  });

  it('fits a phone with the callers, and can be used by everybody', async () => {
    const { page } = await openKey(browser, {
      prepare: (root, keyId) => root.encrypt(keyId, Buffer.from('a record')),
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Delete…' }).click();
    const schedule = dialogOf(page).getByRole('button', { name: 'Schedule the deletion' });
    await schedule.waitFor();
    const box = await schedule.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(390);
    expect(await seriousProblems(page)).toEqual([]);
  });
});
