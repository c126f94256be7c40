import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';
import { importMaterial } from '../support/imports.ts';
import { openKey, refusal, section, undo } from './opened-key.ts';

const browser = useConsole();

describe('The versions of a key', () => {
  it('are listed with the primary one, and a new one becomes primary', async () => {
    const { page, root, keyId } = await openKey(browser, { tab: 'versions' });
    const versions = section(page, 'Key versions');
    await versions.getByRole('row').filter({ hasText: 'Primary' }).waitFor();
    await versions.getByRole('button', { name: 'Create a version' }).click();
    const { primaryKeyVersion } = await until(
      () => root.describeKey(keyId),
      ({ primaryKeyVersion: id, keyId: first }) => id !== first,
    );
    await versions
      .getByRole('row')
      .filter({ hasText: primaryKeyVersion ?? '' })
      .getByText('Primary')
      .waitFor();
    expect(await versions.getByRole('row').count()).toBe(3); // with the header
  });

  it('are listed page by page', async () => {
    const { page } = await openKey(browser, {
      tab: 'versions',
      prepare: async (root, keyId) => {
        for (let index = 0; index < 21; index += 1) await root.act('CreateKeyVersion', { keyId });
      },
    });
    const rows = section(page, 'Key versions').getByRole('row');
    expect(await rows.count()).toBe(21);
    await section(page, 'Key versions').getByRole('button', { name: 'Load more' }).click();
    await rows.filter({ hasText: 'Primary' }).waitFor();
    expect(await rows.count()).toBe(23);
  });

  it('show the public key of a key pair', async () => {
    const { page, root, keyId } = await openKey(browser, {
      tab: 'versions',
      key: { keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY' },
    });
    const [version] = await root.listVersions(keyId);
    await page.getByRole('button', { name: /Show the public key of/ }).click();
    const pem = await root.publicKey(keyId, version?.keyVersionId ?? '');
    const shown = await page.getByRole('dialog').locator('code').textContent();
    expect(shown).toBe(pem);
    await section(page, 'Automatic rotation')
      .getByText(/does not/)
      .waitFor();
  });
});

describe('Automatic rotation', () => {
  it('is turned on, changed and turned off, and that undone', async () => {
    const { page, root, keyId } = await openKey(browser, { tab: 'versions' });
    const rotation = section(page, 'Automatic rotation');
    await rotation.getByLabel(/Days/).fill('30');
    await rotation.getByRole('button', { name: 'Turn on' }).click();
    await rotation.getByText('every 30 days').waitFor();
    await rotation.getByText('Next version').waitFor();
    await rotation.getByLabel(/Days/).fill('60');
    await rotation.getByRole('button', { name: 'Change' }).click();
    await rotation.getByText('every 60 days').waitFor();
    await rotation.getByRole('button', { name: 'Turn off' }).click();
    await rotation.getByText('only when somebody creates one').waitFor();
    await undo(page, /rotation is off/);
    await rotation.getByText('every 60 days').waitFor();
    expect((await root.describeKey(keyId)).rotationInterval).toBe(`${60 * 86_400}s`);
  });

  it('asks for a number of days within the limits', async () => {
    const { page } = await openKey(browser, { tab: 'versions' });
    const rotation = section(page, 'Automatic rotation');
    await rotation.getByLabel(/Days/).fill('6');
    await rotation.getByRole('button', { name: 'Turn on' }).click();
    await rotation.getByText('Enter a whole number from 7 to 730.').waitFor();
  });

  it('cannot be changed while the key is disabled', async () => {
    const { page } = await openKey(browser, {
      tab: 'versions',
      prepare: (root, keyId) => root.act('DisableKey', { keyId }),
    });
    await refusal(page, 'Turn on', 'Disabled');
    await refusal(page, 'Create a version', 'Disabled');
  });
});

describe('Imported material', () => {
  const imported = { origin: 'EXTERNAL' };

  it('that is missing leads to the import', async () => {
    const { page, keyId } = await openKey(browser, { key: imported });
    const link = page.getByRole('link', { name: 'Import the material' });
    expect(await link.getAttribute('href')).toBe(`/console/keys/${keyId}/import`);
  });

  it('is deleted after a question, and not before', async () => {
    const { page, root, keyId } = await openKey(browser, {
      key: imported,
      prepare: (as, id) => importMaterial(as, id, Buffer.alloc(32, 7)),
    });
    await page.getByText('It does not expire.').waitFor();
    await page.getByRole('button', { name: 'Delete the material' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete the key material?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect((await root.describeKey(keyId)).keyState).toBe('Enabled');
    await page.getByRole('button', { name: 'Delete the material' }).click();
    await question.getByRole('button', { name: 'Delete the material' }).click();
    await page.getByText('The key has no material').waitFor();
    expect((await root.describeKey(keyId)).keyState).toBe('PendingImport');
  });
});

async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  return expect.poll(read, { timeout: 10_000 }).toSatisfy(isDone).then(read);
}
