import { describe, expect, it } from 'vitest';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { openView, useConsole } from '../support/console.ts';
import { openKey, refusal, section, undo } from './opened-key.ts';

const browser = useConsole();

describe('The view of a key', () => {
  it('shows its facts, its names and its state, loading nothing from elsewhere', async () => {
    const { page, keyId, elsewhere, complaints } = await openKey(browser, {
      key: { description: 'Payroll' },
    });
    await page.getByRole('heading', { name: 'Payroll', level: 1 }).waitFor();
    expect(await page.title()).toBe('Payroll · Keywright');
    await page.getByText(`key/${keyId}`).waitFor();
    await section(page, 'Facts').getByText('ENCRYPT/DECRYPT').waitFor();
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('disables and enables the key, and undoes that', async () => {
    const { page, root, keyId } = await openKey(browser);
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.locator('main').getByText('Disabled', { exact: true }).waitFor();
    await undo(page, /is disabled/);
    await page.getByRole('button', { name: 'Disable' }).waitFor();
    await page.getByText('The key is enabled.').waitFor();
    expect((await root.describeKey(keyId)).keyState).toBe('Enabled');
  });

  it('shows that a change of the state was refused, with code and request id', async () => {
    const { page, root, keyId } = await openKey(browser, { isLive: false });
    await root.act('ScheduleKeyDeletion', { keyId });
    await page.getByRole('button', { name: 'Disable' }).click();
    const failure = page.getByRole('alert');
    await failure.getByText('Rejected.StateModifiedFailed').waitFor();
    await failure.getByRole('button', { name: 'Copy: Request id' }).waitFor();
  });

  it('says which permission is missing for what', async () => {
    const { page } = await openKey(browser, { allowed: [] });
    await refusal(page, 'Disable', 'kms:DisableKey');
    await refusal(page, 'Delete…', 'kms:ScheduleKeyDeletion');
    await refusal(page, 'Protect the key', 'kms:SetDeletionProtection');
    await section(page, 'Aliases').getByText('kms:ListAliasesByKeyId').waitFor();
    await section(page, 'Tags').getByText('kms:ListResourceTags').waitFor();
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByText('kms:ListAuditEvents').waitFor();
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByText('kms:GetKeyPolicy').waitFor();
    await refusal(page, 'Ask', 'ram:GetPolicy');
    await page.getByRole('tab', { name: 'Versions' }).click();
    await refusal(page, 'Turn on', 'kms:UpdateRotationPolicy');
    await refusal(page, 'Create a version', 'kms:CreateKeyVersion');
  });

  it('says that a key does not exist', async () => {
    const { page } = await openKey(browser);
    await openView(browser.kms, page, '/keys/01890000-0000-7000-8000-000000000000');
    await page.getByRole('heading', { name: 'This key cannot be shown' }).waitFor();
    await page.getByText('Forbidden.KeyNotFound').waitFor();
  });

  it('says that a key is gone which was shown before', async () => {
    const { page, root, keyId } = await openKey(browser);
    await root.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    const { store, services } = browser.kms;
    const later = new Date(services.clock().getTime() + 8 * 86_400_000);
    await destroyKeys(store, services.materials, later);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.getByRole('heading', { name: 'This key is gone' }).waitFor();
  });

  it('opens the part that the address names, and keeps what is typed in another', async () => {
    const { page } = await openKey(browser, { tab: 'versions' });
    await page.getByLabel('Days between two rotations').fill('44');
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.waitForURL(/tab=overview/);
    await page.getByRole('tab', { name: 'Versions' }).click();
    expect(await page.getByLabel('Days between two rotations').inputValue()).toBe('44');
  });
});
