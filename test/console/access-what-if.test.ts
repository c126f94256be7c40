import { describe, expect, it } from 'vitest';
import { accessScene, rowsOf } from '../support/access-console.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

const policyOf = (condition?: object) =>
  JSON.stringify({
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: '*',
        ...(condition && { Condition: condition }),
      },
    ],
  });

describe('What if', () => {
  it('says whether a user could do something, and which statement decides', async () => {
    const { open, root, newUser } = await accessScene(browser);
    const userName = await newUser();
    const { arn } = await root.createKey({ description: 'Contracts' });
    const policy = { policyType: 'Custom', policyName: 'decrypt-inside' };
    await root.act('CreatePolicy', {
      policyName: policy.policyName,
      policyDocument: policyOf({ IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }),
    });
    await root.act('AttachPolicyToUser', { userName, ...policy });
    const { page, complaints } = await open('/access/what-if');
    await page.getByRole('button', { name: /Who/ }).click();
    await page.getByRole('option', { name: 'User' }).click();
    await page.getByRole('combobox', { name: 'User name' }).fill(userName.slice(0, -1));
    await page.getByRole('option', { name: userName }).click();
    await page.getByRole('combobox', { name: 'Permission' }).fill('kms:Dec');
    await page.getByRole('option', { name: 'kms:Decrypt' }).click();
    await page.getByRole('combobox', { name: 'Resource' }).fill('contracts');
    await page.getByRole('option', { name: /Contracts/ }).click();
    expect(await page.getByRole('combobox', { name: 'Resource' }).inputValue()).toBe(arn);
    await page.getByRole('button', { name: 'Ask' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('ImplicitDeny').waitFor();

    await page.getByText('Circumstances of the request').click();
    await page.getByRole('textbox', { name: 'Address of the client' }).fill('10.1.2.3');
    await page.getByRole('button', { name: 'Ask' }).click();
    await answer.getByText('Allowed').waitFor();
    expect((await rowsOf(page, 'Statements that decide'))[1]).toContain('decrypt-inside');
    expect(complaints).toEqual([]);
  });

  it('takes the question from the address', async () => {
    const { open, root, account } = await accessScene(browser);
    const { arn } = await root.createKey();
    const principal = `acs:ram::${account.accountId}:root`;
    const question = new URLSearchParams({ principal, action: 'kms:Encrypt', resource: arn });
    const { page } = await open(`/access/what-if?${question.toString()}`);
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('region', { name: 'Answer' }).getByText('Allowed').waitFor();
  });

  it('refuses what it cannot answer, next to the question', async () => {
    const { open } = await accessScene(browser);
    const { page } = await open('/access/what-if?action=kms:Encrypt&resource=*');
    await page.getByRole('button', { name: /Who/ }).click();
    await page.getByRole('option', { name: 'User' }).click();
    await page.getByRole('combobox', { name: 'User name' }).fill('nobody');
    await page.getByRole('button', { name: 'Ask' }).click();
    const alert = page.getByRole('main').getByRole('alert');
    await alert.getByText('EntityNotExist.User').waitFor();
    await alert.getByText('Request id').waitFor();
  });

  it('is refused without the permission', async () => {
    const { open, userWho } = await accessScene(browser);
    const { page } = await open(
      '/access/what-if?action=kms:Encrypt&resource=*',
      await userWho('kms:ListKeys'),
    );
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('alert').getByText('NoPermission').first().waitFor();
  });
});
