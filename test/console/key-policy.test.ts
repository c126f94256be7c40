import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';
import { addUser, allowing } from '../support/identities.ts';
import { keyPolicyText } from '../support/key-policy.ts';
import { openKey, section, undo } from './opened-key.ts';

const browser = useConsole();

const openPolicy = async ({ isLive = true } = {}) => {
  const opened = await openKey(browser, { tab: 'policy', isLive });
  const part = section(opened.page, 'Key policy');
  const rpc = caller('rpc', browser.kms, opened.credential);
  const userName = 'ann';
  const { accountId } = opened.credential;
  await addUser(browser.kms, accountId, allowing('kms:*'), userName);
  return {
    ...opened,
    part,
    editor: part.getByLabel('Policy as JSON'),
    save: part.getByRole('button', { name: 'Save' }),
    ann: `acs:ram::${accountId}:user/${userName}`,
    saved: async () => (await rpc.act('GetKeyPolicy', { keyId: opened.keyId })).policy,
  };
};

describe('The policy of a key', () => {
  it('is shown as the default one until one is saved, and the saved one is undone', async () => {
    const { page, part, editor, save, ann, saved } = await openPolicy();
    await part.getByText('This is the default policy').waitFor();
    expect(await save.isDisabled()).toBe(true);
    const text = keyPolicyText({
      Effect: 'Deny',
      Principal: { RAM: [ann] },
      Action: ['kms:Decrypt'],
    });
    await editor.fill(text);
    await save.click();
    await part.getByText('This is the default policy').waitFor({ state: 'detached' });
    expect(await saved()).toBe(text);
    await undo(page, /policy is saved/);
    await expect.poll(saved).toContain('kms default key policy');
  });

  it('is checked while it is typed: line and column of the error', async () => {
    const { part, editor, save } = await openPolicy();
    await editor.fill('{\n  "Version": "1",\n  oops\n}');
    await part.getByText(/This is not JSON \(line 3, column 3\)/).waitFor();
    expect(await save.isDisabled()).toBe(true);
    await editor.fill('{');
    await part.getByText(/This is not JSON \(line 1, column 2\)/).waitFor();
  });

  it('is refused by the server with what is wrong, and stays in the editor', async () => {
    const { part, editor, save } = await openPolicy();
    const text = keyPolicyText({
      Effect: 'Allow',
      Principal: { RAM: ['*'] },
      Action: ['kms:Decrypt'],
      Condition: { StringSounds: { 'kms:KeySpec': 'x' } },
    });
    await editor.fill(text);
    await save.click();
    const failure = part.getByRole('alert');
    await failure.getByText('InvalidParameter', { exact: true }).waitFor();
    await failure.getByText(/Statement\[0\]/).waitFor();
    await failure.getByText('Request id').waitFor();
    expect(await editor.inputValue()).toBe(text);
  });

  it('that locks everybody out is saved only after a second decision', async () => {
    const { part, editor, save, saved, credential } = await openPolicy();
    const text = keyPolicyText({
      Effect: 'Deny',
      Principal: { RAM: [`acs:ram::${credential.accountId}:*`] },
      Action: ['kms:SetKeyPolicy'],
    });
    await editor.fill(text);
    await save.click();
    await part.getByText('This policy locks everybody out').waitFor();
    expect(await saved()).not.toBe(text);
    await part.getByText('Save it nevertheless').click();
    await save.click();
    await expect.poll(saved).toBe(text);
  });

  it('that somebody else has changed is not overwritten before the reader has chosen', async () => {
    const { part, editor, save, root, keyId, ann, saved } = await openPolicy({ isLive: false });
    const of = (action: string) =>
      keyPolicyText({ Effect: 'Deny', Principal: { RAM: [ann] }, Action: [action] });
    await editor.fill(of('kms:Encrypt'));
    await root.act('SetKeyPolicy', { keyId, policy: of('kms:Decrypt') });
    await save.click();
    await part.getByText('It changed meanwhile').waitFor();
    await part.getByText('kms:Decrypt').waitFor();
    expect(await editor.inputValue()).toBe(of('kms:Encrypt'));
    expect(await saved()).toBe(of('kms:Decrypt'));
    await part.getByRole('button', { name: 'Keep mine' }).click();
    await save.click();
    await expect.poll(saved).toBe(of('kms:Encrypt'));
  });

  it('can be asked what it says about a request', async () => {
    const { page, root, keyId, ann } = await openPolicy();
    await root.act('SetKeyPolicy', {
      keyId,
      policy: keyPolicyText({
        Effect: 'Deny',
        Principal: { RAM: [ann] },
        Action: ['kms:Decrypt'],
        Condition: { StringEquals: { 'kms:EncryptionContext/tenant': ['a'] } },
      }),
    });
    const part = section(page, 'What if…');
    const answer = section(page, 'Answer');
    await part.getByLabel(/Who/).fill(ann);
    await part.getByRole('button', { name: 'Ask' }).click();
    await answer.getByText('Allowed', { exact: true }).waitFor();
    await part.getByText('Circumstances of the request').click();
    const context = part.getByRole('group', { name: 'Encryption context' });
    await context.getByRole('button', { name: 'Add' }).click();
    await context.getByLabel('Name').fill('tenant');
    await context.getByLabel('Value').fill('a');
    await part.getByRole('button', { name: 'Ask' }).click();
    await answer.getByText('Denied', { exact: true }).waitFor();
    await answer
      .getByRole('row')
      .filter({ hasText: 'Policy of the key' })
      .getByText('Deny')
      .waitFor();
    await part.getByLabel(/Who/).fill('nobody');
    await part.getByRole('button', { name: 'Ask' }).click();
    await part.getByRole('alert').getByText('Request id').waitFor();
  });
});
