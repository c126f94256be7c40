import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

describe('Changes by others', () => {
  it('are in the list at once, and new keys are shown when somebody asks for them', async () => {
    const credential = await browser.kms.addAccount();
    const root = caller('graphql', browser.kms, credential);
    const { keyId } = await root.createKey({ description: 'Before' });
    const opened = await browser.openConsole({ accessKeyId: credential.id });
    const { page, complaints } = opened;
    const first = page.getByRole('row').filter({ hasText: 'Before' });
    await first.getByText('Enabled').waitFor();
    await root.updateKeyDescription(keyId, 'Before the change');
    await page.getByRole('link', { name: 'Before the change' }).waitFor();
    await root.act('DisableKey', { keyId });
    await first.getByText('Disabled').waitFor();

    await root.createKey({ description: 'Made elsewhere' });
    await page.getByRole('button', { name: '1 new key: show' }).click();
    await page.getByRole('link', { name: 'Made elsewhere' }).waitFor();
    expect(await page.getByRole('button', { name: /new key/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('reach every window of the browser by one stream, which another window takes over', async () => {
    const credential = await browser.kms.addAccount();
    const root = caller('graphql', browser.kms, credential);
    const { keyId } = await root.createKey({ description: 'Shared' });
    const { page } = await browser.openConsole({ accessKeyId: credential.id });
    const second = await page.context().newPage();
    const streams: string[] = [];
    for (const one of [page, second])
      one.on('request', (request) => {
        if (request.postData()?.includes('subscription LiveEvents')) streams.push(request.url());
      });
    await second.goto(`${browser.kms.url}/console`);
    const row = second.getByRole('row').filter({ hasText: 'Shared' });
    await row.getByText('Enabled').waitFor();
    await page.getByRole('checkbox', { name: 'Select Shared' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Disabled').waitFor();
    expect(streams).toEqual([]); // the first window has the stream
    await page.close();
    await expect.poll(() => streams.length).toBe(1);
    await root.act('EnableKey', { keyId });
    await row.getByText('Enabled').waitFor();
  });
});
