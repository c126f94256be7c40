import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Events' }).getByRole('rowheader');

describe('The live events of the audit', () => {
  it('show what others do, wait while they are paused, and are then shown', async () => {
    const account = await browser.kms.addAccount();
    const root = caller('graphql', browser.kms, account);
    const { keyId } = await root.createKey();
    const { page } = await browser.openConsole({
      accessKeyId: account.id,
      path: '/audit?outcome=Done',
    });
    await page.getByRole('button', { name: 'Live' }).click();
    await page.getByText('New events appear here at once.').waitFor();
    await rowsOf(page).nth(2).waitFor();
    await root.act('DisableKey', { keyId });
    await page.getByRole('button', { name: 'DisableKey' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(root.encrypt(keyId, Buffer.from('a'))).rejects.toThrow(); // does not match
    await root.act('EnableKey', { keyId });
    await page.getByRole('button', { name: '1 new event: show' }).waitFor();
    expect((await rowsOf(page).allTextContents()).map((text) => text.replace(/^\S+ /, ''))).toEqual(
      ['DisableKey', 'SignIn', 'CreateSignInLink', 'CreateKey'],
    );
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'EnableKey' }).waitFor();
    expect(await rowsOf(page).first().textContent()).toContain('EnableKey');
  });
});
