import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog, told } from '../support/access-console.ts';
import { seriousProblems } from '../support/accessibility.ts';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

/** All that the page keeps beyond its life. */
const storedBy = (page: Page): Promise<string> =>
  page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])');

const accessKeyIn = (env: string) => ({
  id: /_ID=(\S+)/.exec(env)?.[1] ?? '',
  secret: /_SECRET=(\S+)/.exec(env)?.[1] ?? '',
});

describe('Access keys', () => {
  it('are shown once with their secret, which works, and is gone when the dialog closes', async () => {
    const { open, newUser, account } = await accessScene(browser);
    const userName = await newUser();
    const { page, complaints } = await open(`/access/users/${userName}`);
    await page.getByRole('button', { name: 'Create an access key' }).click();
    await pressInDialog(page, 'Create an access key');
    const dialog = page.getByRole('dialog', { name: 'The access key is created' });
    await dialog.waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.mouse.click(2, 2);
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download as .env' }).click();
    const env = await readFile(await (await downloading).path(), 'utf8');
    const { id, secret } = accessKeyIn(env);
    expect(await dialog.innerText()).toContain(secret);
    const user = caller('rpc', browser.kms, { accountId: account.accountId, id, secret });
    expect(await user.act('GetCallerIdentity', {})).toMatchObject({ identityType: 'RAMUser' });

    const done = dialog.getByRole('button', { name: 'Done' });
    expect(await done.isDisabled()).toBe(true);
    await dialog.getByText('I have stored it.').click();
    await done.click();
    await page.getByRole('row', { name: new RegExp(id) }).waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(await storedBy(page)).not.toContain(secret);
    expect(complaints).toEqual([]);
  });

  it('are disabled, which can be undone, and deleted, which asks', async () => {
    const { open, newUser, root } = await accessScene(browser);
    const userName = await newUser();
    await root.act('CreateAccessKey', { userName });
    const { page } = await open(`/access/users/${userName}`);
    const row = page.getByRole('grid', { name: 'Access keys' }).getByRole('row').nth(1);
    await row.getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Inactive').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.getByText('Active', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByText('This cannot be undone').waitFor();
    await pressInDialog(page, 'Delete');
    await page.getByText('There is no access key.').waitFor();
  });

  it('beyond the limit are refused with the reason', async () => {
    const { open, newUser, root } = await accessScene(browser);
    const userName = await newUser();
    await root.act('CreateAccessKey', { userName });
    await root.act('CreateAccessKey', { userName });
    const { page } = await open(`/access/users/${userName}`);
    await page.getByRole('button', { name: 'Create an access key' }).click();
    await pressInDialog(page, 'Create an access key');
    const alert = page.getByRole('dialog').getByRole('alert');
    await alert.getByText('LimitExceeded.User.AccessKey').waitFor();
    await alert.getByText('Request id').waitFor();
  });
});

describe('API tokens', () => {
  it('are created with a limit, shown once, and deleted', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/tokens');
    await page.getByRole('button', { name: 'Create an API token' }).click();
    const form = page.getByRole('dialog', { name: 'Create an API token' });
    await form.getByRole('textbox', { name: 'Name' }).fill('nightly <i>backup</i>');
    await form.getByLabel('Expires at').fill('2099-01-31T00:00');
    const policy = form.getByRole('textbox', { name: 'Limiting policy' });
    await policy.fill('{\n  "Version": "1",\n  oops');
    await form.getByText(/This is not JSON \(line 3, column 3\)/).waitFor();
    const create = form.getByRole('button', { name: 'Create an API token' });
    expect(await create.isDisabled()).toBe(true);
    await policy.fill(
      '{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:Encrypt","Resource":"*"}]}',
    );
    await create.click();
    const dialog = page.getByRole('dialog', { name: 'The API token is created' });
    const token = /kwt_[0-9A-Za-z]{36}/.exec(await dialog.innerText())?.[0] ?? '';
    const response = await fetch(`${browser.kms.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ callerIdentity { identityType } }' }),
    });
    expect(await response.json()).toEqual({
      data: { callerIdentity: { identityType: 'Account' } },
    });
    await dialog.getByText('I have stored it.').click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('nightly <i>backup</i>').waitFor();
    expect(await page.content()).not.toContain(token);
    await page
      .getByRole('row', { name: /nightly/ })
      .getByRole('button', { name: 'Delete' })
      .click();
    await pressInDialog(page, 'Delete');
    await page.getByText('There is no API token.').waitFor();
    await told(page, /nightly <i>backup<\/i> is deleted/);
  });

  it('whose policy means nothing are refused at the policy', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/tokens');
    await page.getByRole('button', { name: 'Create an API token' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'Name' }).fill('job');
    await form.getByRole('textbox', { name: 'Limiting policy' }).fill('{"Version":"1"}');
    await pressInDialog(page, 'Create an API token');
    await form.getByRole('alert').getByText('Request id').waitFor();
    expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('job');
  });
});

describe('The own credentials', () => {
  it('of the root identity are managed, but not the access key that signed in', async () => {
    const { open, account } = await accessScene(browser);
    const { page } = await open('/access/tokens');
    const own = page.getByRole('row', { name: new RegExp(account.id) });
    const disable = own.getByRole('button', { name: 'Disable' });
    expect(await disable.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Create an access key' }).click();
    await pressInDialog(page, 'Create an access key');
    await page.getByText('I have stored it.').click();
    await page.getByRole('button', { name: 'Done' }).click();
    const other = page.getByRole('row', { name: /KW/ });
    await other.getByRole('button', { name: 'Delete' }).click();
    await pressInDialog(page, 'Delete');
    await other.waitFor({ state: 'detached' });
    await own.waitFor();
  });

  it('of a user are shown as far as the user may', async () => {
    const { open, userWho } = await accessScene(browser);
    const credential = await userWho('ram:ListAccessKeys', 'ram:ListApiTokens');
    const { page } = await open('/access/tokens', credential);
    await page.getByRole('row', { name: new RegExp(credential.id) }).waitFor();
    const button = page.getByRole('button', { name: 'Create an access key' });
    await button.and(page.locator('[aria-disabled="true"]')).waitFor();
  });
});
