import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';
import { openKey, section } from './opened-key.ts';

const browser = useConsole();

describe('The use of a key', () => {
  it('is a chart of 90 days, and the same as a table', async () => {
    const { page, elsewhere, complaints } = await openKey(browser, {
      tab: 'use',
      prepare: async (root, keyId) => {
        for (let use = 0; use < 3; use += 1) await root.encrypt(keyId, Buffer.from('a record'));
      },
    });
    const use = section(page, 'Use in the last 90 days');
    await use.getByRole('img', { name: /: 3 in all/ }).waitFor();
    expect(await use.locator('canvas').count()).toBe(1);
    await use.getByText('Show as table').click();
    const rows = use.getByRole('row');
    await rows.nth(1).getByText('3', { exact: true }).waitFor();
    expect(await rows.count()).toBe(91); // with the header
    expect([...elsewhere, ...complaints]).toEqual([]);
  });
});

describe('The audit events of a key', () => {
  it('are listed, the newest first, page by page, with a way to the audit', async () => {
    const { page, keyId } = await openKey(browser, {
      tab: 'audit',
      prepare: async (root, id) => {
        for (let use = 0; use < 21; use += 1) await root.encrypt(id, Buffer.from('a record'));
      },
    });
    const audit = section(page, 'Audit events of this key');
    const rows = audit.getByRole('row');
    expect(await rows.count()).toBe(21);
    await audit.getByRole('button', { name: 'Load more' }).click();
    await rows.filter({ hasText: 'CreateKey' }).waitFor();
    expect(await rows.count()).toBe(23);
    const link = audit.getByRole('link', { name: 'Search in the audit' });
    expect(await link.getAttribute('href')).toBe(`/console/audit?keyId=${keyId}`);
  });
});
