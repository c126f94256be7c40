import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog, told } from '../support/access-console.ts';
import { seriousProblems } from '../support/accessibility.ts';
import { useConsole } from '../support/console.ts';
import { addUser } from '../support/identities.ts';

const browser = useConsole();

const DENY = JSON.stringify({
  Version: '1',
  Statement: [{ Effect: 'Deny', Action: 'ram:CreateUser', Resource: '*' }],
});

describe('Users', () => {
  it('are created, and what they need next is offered', async () => {
    const { open } = await accessScene(browser);
    const { page, complaints, elsewhere } = await open('/access');
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Create a user' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a user' });
    await dialog.getByRole('textbox', { name: 'User name' }).fill('ann');
    await dialog.getByRole('textbox', { name: 'Display name' }).fill('<b>Ann</b> 🔑');
    expect(await seriousProblems(page)).toEqual([]);
    await pressInDialog(page, 'Create a user');
    await page.getByRole('heading', { name: 'ann', level: 1 }).waitFor();
    expect(page.url()).toContain('/console/access/users/ann');
    const next = page.getByRole('region', { name: 'Next steps for ann' });
    expect(await next.getByRole('button').allInnerTexts()).toEqual([
      'Create an access key',
      'Create an API token',
      'Allow use of a key',
      'Attach a policy',
    ]);
    await page.getByText('<b>Ann</b> 🔑').waitFor();
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  it('with an invalid name are refused at the field, and what was typed stays', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/users');
    await page.getByRole('button', { name: 'Create a user' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a user' });
    await dialog.getByRole('textbox', { name: 'User name' }).fill('ann lee');
    await dialog.getByRole('textbox', { name: 'Comments' }).fill('team red');
    await pressInDialog(page, 'Create a user');
    const alert = dialog.getByRole('alert');
    await alert.getByText('InvalidParameter.UserName.InvalidChars').waitFor();
    await alert.getByText('Request id').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Comments' }).inputValue()).toBe('team red');
    expect(
      await dialog.getByRole('textbox', { name: 'User name' }).getAttribute('aria-invalid'),
    ).toBe('true');
    await dialog.getByRole('textbox', { name: 'User name' }).fill('ann.lee');
    await pressInDialog(page, 'Create a user');
    await page.getByRole('heading', { name: 'ann.lee', level: 1 }).waitFor();
  });

  it('are renamed and edited', async () => {
    const { open, newUser } = await accessScene(browser);
    const userName = await newUser();
    const { page } = await open(`/access/users/${userName}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'User name' }).fill(`${userName}-2`);
    await dialog.getByRole('textbox', { name: 'E-mail' }).fill('ann@example.com');
    await pressInDialog(page, 'Save');
    await page.getByRole('heading', { name: `${userName}-2`, level: 1 }).waitFor();
    await page.getByText('ann@example.com').waitFor();
  });

  it('are deleted with what hinders it, after their name was typed', async () => {
    const { open, newUser, root } = await accessScene(browser);
    const userName = await newUser();
    await root.act('CreateAccessKey', { userName });
    const policy = { policyType: 'System', policyName: 'AliyunKMSReadOnlyAccess' };
    await root.act('AttachPolicyToUser', { userName, ...policy });
    const { page } = await open(`/access/users/${userName}`);
    await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Detach the policy AliyunKMSReadOnlyAccess').waitFor();
    await dialog.getByText(/Delete the access key KW/).waitFor();
    const confirm = dialog.getByRole('button', { name: 'Delete', exact: true });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: `Type ${userName} to confirm` }).fill(userName);
    await confirm.click();
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await told(page, `The user ${userName} is deleted.`);
    await page.getByText('There are no users yet.').waitFor();
  });

  it('are listed page by page', async () => {
    const { open, account } = await accessScene(browser);
    for (let index = 0; index < 51; index += 1)
      await addUser(browser.kms, account.accountId, [], `user-${String(index).padStart(3, '0')}`);
    const { page } = await open('/access/users');
    await page.getByText('50 of 51').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('51 of 51').waitFor();
    await page.getByRole('link', { name: 'user-050' }).waitFor();
  });
});

describe('A user without permissions', () => {
  it('sees which permission is missing, and the refusal of the server', async () => {
    const { open, userWho } = await accessScene(browser);
    const { page } = await open('/access/users', await userWho('ram:ListRoles'));
    await page.getByRole('alert').getByText('NoPermission').first().waitFor();
    const button = page.getByRole('button', { name: 'Create a user' });
    await button.and(page.locator('[aria-disabled="true"]')).waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.focus();
    await page.getByRole('tooltip', { name: 'You need the permission ram:CreateUser.' }).waitFor();
  });

  it('is told by a form that the server refuses, and may try again', async () => {
    const { open, userWho, root } = await accessScene(browser);
    const credential = await userWho('ram:ListUsers', 'ram:CreateUser');
    const { page } = await open('/access/users', credential);
    await page.getByRole('button', { name: 'Create a user' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'User name' }).fill('bob');
    const deny = { policyType: 'Custom', policyName: 'no-new-users' };
    const { userId } = await browser.kms.store.db.accessKey.findUniqueOrThrow({
      where: { id: credential.id },
    });
    const { name: userName } = await browser.kms.store.db.user.findUniqueOrThrow({
      where: { id: userId ?? '' },
    });
    await root.act('CreatePolicy', { policyName: deny.policyName, policyDocument: DENY });
    await root.act('AttachPolicyToUser', { userName, ...deny });
    await pressInDialog(page, 'Create a user');
    const alert = form.getByRole('alert');
    await alert.getByText('NoPermission').first().waitFor();
    await alert.getByText('Request id').waitFor();
    await alert.getByText('Ask somebody who manages access for the permission.').waitFor();
    await root.act('DetachPolicyFromUser', { userName, ...deny });
    await pressInDialog(page, 'Create a user');
    await page.getByRole('heading', { name: 'bob', level: 1 }).waitFor();
  });
});
