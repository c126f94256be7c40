import { describe, expect, it } from 'vitest';
import { accessScene, pressInDialog, told } from '../support/access-console.ts';
import { seriousProblems } from '../support/accessibility.ts';
import { caller, outcomeOf } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

describe('The right to use a key', () => {
  it('is given with the policy shown before, works at once, and is removed', async () => {
    const { open, root, userWho } = await accessScene(browser);
    const { keyId, arn } = await root.createKey({ description: 'Payroll <records>' });
    const credential = await userWho('ram:GetUser');
    const { ciphertextBlob } = (await root.act('Encrypt', {
      keyId,
      plaintext: Buffer.from('salary').toString('base64'),
    })) as unknown as { ciphertextBlob: string };
    const decrypt = () =>
      outcomeOf(caller('rpc', browser.kms, credential).act('Decrypt', { ciphertextBlob }));
    expect(await decrypt()).toBe('Forbidden.NoPermission');
    const { page, complaints } = await open('/access/users');
    await page.getByRole('link', { name: /^user-/ }).click();
    await page.getByRole('button', { name: 'Allow use of a key' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Key' }).fill('payroll');
    await page.getByRole('option', { name: /Payroll <records>/ }).click();
    await form.getByText(/^Decrypt/).click();
    const shown = JSON.parse(await form.locator('pre').innerText()) as {
      Statement: { Action: string[]; Resource: string }[];
    };
    expect(shown.Statement[0]).toMatchObject({
      Action: expect.arrayContaining(['kms:Decrypt', 'kms:DescribeKey']) as string[],
      Resource: arn,
    });
    expect(await seriousProblems(page)).toEqual([]);
    await pressInDialog(page, 'Allow');
    await told(page, /may use the key now/);
    expect(await decrypt()).toBe('ok');
    const row = page.getByRole('row', { name: new RegExp(keyId.slice(0, 8)) });
    await row.getByRole('button', { name: 'Detach' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await decrypt()).toBe('Forbidden.NoPermission');
    expect(complaints).toEqual([]);
  });

  it('is not given when the policy may not be created, and the choice stays', async () => {
    const { open, root, userWho, newUser } = await accessScene(browser);
    const { keyId } = await root.createKey();
    const userName = await newUser();
    const credential = await userWho(
      'ram:GetUser',
      'ram:ListPoliciesForUser',
      'ram:AttachPolicyToUser',
      'kms:DescribeKey',
    );
    const { page } = await open(`/access/users/${userName}`, credential);
    await page.getByRole('button', { name: 'Allow use of a key' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Key' }).fill(keyId);
    await form.getByText(/^Encrypt/).click();
    await pressInDialog(page, 'Allow');
    await form.getByRole('alert').getByText('NoPermission').first().waitFor();
    expect(await form.getByRole('combobox', { name: 'Key' }).inputValue()).toBe(keyId);
    expect(await form.locator('pre').innerText()).toContain('kms:Encrypt');
  });
});
