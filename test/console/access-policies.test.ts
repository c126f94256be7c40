import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog, rowsOf, told } from '../support/access-console.ts';
import { seriousProblems } from '../support/accessibility.ts';
import { useConsole } from '../support/console.ts';
import { trusting } from '../support/identities.ts';

const browser = useConsole();

const DOCUMENT =
  '{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:Encrypt","Resource":"*"}]}';

describe('Policies', () => {
  it('are created, changed by a version, and changed back', async () => {
    const { open } = await accessScene(browser);
    const { page, complaints } = await open('/access/policies');
    await page.getByRole('link', { name: 'AliyunKMSFullAccess' }).waitFor();
    await page.getByRole('button', { name: 'Create a policy' }).click();
    const form = page.getByRole('dialog', { name: 'Create a policy' });
    await form.getByRole('textbox', { name: 'Policy name' }).fill('use-keys');
    expect(await seriousProblems(page)).toEqual([]);
    await pressInDialog(page, 'Create a policy');
    await page.getByRole('heading', { name: 'use-keys', level: 1 }).waitFor();

    await page.getByRole('button', { name: 'Create a version' }).click();
    const editor = page.getByRole('dialog').getByRole('textbox', { name: 'Policy document' });
    await editor.fill(DOCUMENT);
    await page.getByRole('button', { name: 'Format' }).click();
    expect(await editor.inputValue()).toBe(JSON.stringify(JSON.parse(DOCUMENT), null, 2));
    await pressInDialog(page, 'Create a version');
    await page.getByRole('heading', { name: 'What applies (v2)' }).waitFor();
    const first = page.getByRole('row', { name: /^v1/ });
    await first.getByRole('button', { name: 'Make it apply' }).click();
    await page.getByRole('heading', { name: 'What applies (v1)' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'What applies (v2)' }).waitFor();
    await first.getByRole('button', { name: 'Delete' }).click();
    await pressInDialog(page, 'Delete');
    await told(page, 'The version v1 is deleted.');
    expect(complaints).toEqual([]);
  });

  it('that the server refuses stay in the form with the place of the fault', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/policies');
    await page.getByRole('button', { name: 'Create a policy' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'Policy name' }).fill('broken');
    const editor = form.getByRole('textbox', { name: 'Policy document' });
    await editor.fill(`${DOCUMENT.slice(0, -1)},}`);
    await form.getByText(/This is not JSON \(line 1, column \d+\)/).waitFor();
    await editor.fill(DOCUMENT.replace('Allow', 'Perhaps'));
    await form.getByText('Valid JSON.').waitFor();
    await pressInDialog(page, 'Create a policy');
    await form.getByRole('alert').getByText('Request id').waitFor();
    expect(await editor.inputValue()).toContain('Perhaps');
  });

  it('are deleted after they are detached and their other versions are deleted', async () => {
    const { open, newUser, root } = await accessScene(browser);
    const userName = await newUser();
    const policy = { policyType: 'Custom', policyName: 'old' };
    await root.act('CreatePolicy', { policyName: 'old', policyDocument: DOCUMENT });
    await root.act('CreatePolicyVersion', { policyName: 'old', policyDocument: DOCUMENT });
    await root.act('AttachPolicyToUser', { userName, ...policy });
    const { page } = await open('/access/policies/Custom/old');
    await page
      .getByRole('grid', { name: 'Who has it' })
      .getByRole('link', { name: userName })
      .waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(`Detach it from the user ${userName}`).waitFor();
    await dialog.getByText('Delete the version v2').waitFor();
    await dialog.getByRole('textbox').fill('old');
    await pressInDialog(page, 'Delete');
    await told(page, 'The policy old is deleted.');
    expect(page.url()).toMatch(/\/access\/policies$/);
  });
});

describe('Policies of a user', () => {
  it('are attached and detached, and both can be undone', async () => {
    const { open, newUser } = await accessScene(browser);
    const userName = await newUser();
    const { page } = await open(`/access/users/${userName}`);
    await page.getByText(`No policy: ${userName} may do nothing.`).waitFor();
    await page.getByRole('button', { name: 'Attach a policy' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Policy' }).fill('kmsreadonly');
    await page.getByRole('option', { name: /AliyunKMSReadOnlyAccess/ }).click();
    await pressInDialog(page, 'Attach a policy');
    const row = page.getByRole('row', { name: /AliyunKMSReadOnlyAccess/ });
    await row.waitFor();
    await row.getByRole('button', { name: 'Detach' }).click();
    await row.waitFor({ state: 'detached' });
    await told(page, `${userName} no longer has the policy AliyunKMSReadOnlyAccess.`);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await row.waitFor();
  });

  it('that do not exist are refused', async () => {
    const { open, newUser } = await accessScene(browser);
    const { page } = await open(`/access/users/${await newUser()}`);
    await page.getByRole('button', { name: 'Attach a policy' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Policy' }).fill('no-such-policy');
    await pressInDialog(page, 'Attach a policy');
    await form.getByRole('alert').getByText('EntityNotExist.Policy').waitFor();
  });
});

describe('Roles', () => {
  it('are created with a trust policy, edited and deleted', async () => {
    const { open, account } = await accessScene(browser);
    const { page } = await open('/access/roles');
    await page.getByRole('button', { name: 'Create a role' }).click();
    const form = page.getByRole('dialog', { name: 'Create a role' });
    await form.getByRole('textbox', { name: 'Role name' }).fill('backup');
    const trust = form.getByRole('textbox', { name: 'Trust policy' });
    expect(JSON.parse(await trust.inputValue())).toEqual(
      JSON.parse(trusting(`acs:ram::${account.accountId}:root`)),
    );
    const seconds = form.getByRole('textbox', { name: 'Longest session, in seconds' });
    await seconds.fill('60');
    await form.getByText('Use a whole number from 3,600 to 43,200.').waitFor();
    await seconds.fill('7200');
    await pressInDialog(page, 'Create a role');
    await page.getByRole('heading', { name: 'backup', level: 1 }).waitFor();
    await page.getByText('7200', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Description' }).fill('At night');
    await pressInDialog(page, 'Save');
    await page.getByText('At night').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await pressInDialog(page, 'Delete');
    await page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor();
    await expect.poll(() => rowsOf(page, 'Roles')).not.toContain('backup');
  });
});
