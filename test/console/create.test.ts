import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';
import { ROOT } from '../support/documents.ts';
import type { Credential } from '../support/kms.ts';

const browser = useConsole();
const run = promisify(execFile);

async function open() {
  const credential = await browser.kms.addAccount();
  const visit = await browser.openConsole({ accessKeyId: credential.id, path: '/create' });
  return { ...visit, credential, root: caller('graphql', browser.kms, credential) };
}

const radio = (page: Page, name: string | RegExp) => page.getByRole('radio', { name });
const choose = (page: Page, text: string) =>
  page
    .getByText(new RegExp(`^${text}`))
    .first()
    .click();
const textbox = (page: Page, name: string) => page.getByRole('textbox', { name });
const create = (page: Page) => page.getByRole('button', { name: 'Create the key' }).click();

/** The id in the address, once the page of the new key is there. */
async function createdId(page: Page): Promise<string> {
  await page.waitForURL(/\/keys\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/')[3] ?? '';
}

describe('The creation of a key', () => {
  it('makes a key with everything that is chosen', async () => {
    const { page, root, complaints, elsewhere } = await open();
    await choose(page, 'Aliyun_SM4');
    await page.getByText('Rotate automatically').click();
    await textbox(page, 'Days between rotations').or(page.getByRole('spinbutton')).fill('30');
    const description = '🔑'.repeat(8_192);
    await textbox(page, 'Description').fill(description);
    await textbox(page, 'Alias').fill('payroll-console');
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await textbox(page, 'Tag key').fill('team');
    await textbox(page, 'Tag value').fill('pay');
    await page.getByText('Protect it from deletion').click();
    await create(page);
    const keyId = await createdId(page);
    expect(await root.describeKey(keyId)).toMatchObject({
      keySpec: 'Aliyun_SM4',
      description,
      rotationInterval: '2592000s',
    });
    expect(await root.tagsOf(keyId)).toEqual([['team', 'pay']]);
    expect((await root.listAliases(keyId)).map(({ aliasName }) => aliasName)).toEqual([
      'alias/payroll-console',
    ]);
    await expect(
      root.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 }),
    ).rejects.toThrow();
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  it('does not let choose what does not fit together, and says why', async () => {
    const { page } = await open();
    await choose(page, 'EC_P256');
    expect(await radio(page, /ENCRYPT_DECRYPT/).isDisabled()).toBe(true);
    expect(await radio(page, /SIGN_VERIFY/).isChecked()).toBe(true);
    expect(await radio(page, /EXTERNAL/).isDisabled()).toBe(true);
    await page.getByText('Only symmetric keys can have imported material.').waitFor();
    const rotation = page.getByRole('checkbox', { name: /Rotate automatically/ });
    expect(await rotation.isDisabled()).toBe(true);
    expect(await radio(page, /^HSM/).isDisabled()).toBe(true);
  });

  it.each([
    ['Description', 'a'.repeat(8_193), 'At most 8,192 characters.'],
    ['Alias', 'no spaces', /^alias\/ and 1 to 249 letters/],
    ['Key policy (JSON)', '{', 'This is not JSON.'],
    ['Key policy (JSON)', '{}', 'A policy is an object with a list named Statement.'],
  ])('says what is wrong with the field %s', async (label, text, fault) => {
    const { page } = await open();
    await textbox(page, label).fill(text);
    await page.getByText(fault).first().waitFor();
    const button = page.getByRole('button', { name: 'Create the key' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
  });

  it('keeps what was typed when the server refuses a policy that locks its author out', async () => {
    const { page } = await open();
    const policy = JSON.stringify({
      Version: '1',
      Statement: [{ Effect: 'Deny', Action: 'kms:*', Principal: { RAM: ['*'] }, Resource: '*' }],
    });
    await textbox(page, 'Description').fill('Kept');
    await textbox(page, 'Key policy (JSON)').fill(policy);
    await create(page);
    await page.getByRole('alert').getByText('InvalidParameter').waitFor();
    await page.getByRole('alert').getByText('Request id').waitFor();
    expect(await textbox(page, 'Description').inputValue()).toBe('Kept');
    expect(await textbox(page, 'Key policy (JSON)').inputValue()).toBe(policy);
  });

  it('makes one key, although the answer to the first request is lost', async () => {
    const { page, root } = await open();
    await textbox(page, 'Description').fill('Once');
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      const isCreation = route.request().postData()?.includes('CreateKeyInput');
      if (!isCreation || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await create(page);
    await page.getByRole('alert').getByText('NetworkError').waitFor();
    await create(page);
    await createdId(page);
    expect((await root.listKeyIds()).keyIds).toHaveLength(1);
  });

  it('goes on with the alias if that failed', async () => {
    const { page, root } = await open();
    const { keyId: other } = await root.createKey();
    await root.act('CreateAlias', { keyId: other, aliasName: 'alias/taken' });
    await textbox(page, 'Alias').fill('taken');
    await create(page);
    await page.getByRole('alert').getByText('AliasAlreadyExists').waitFor();
    await textbox(page, 'Alias').fill('free');
    await page.getByRole('button', { name: 'Go on' }).click();
    const keyId = await createdId(page);
    expect((await root.listAliases(keyId)).map(({ aliasName }) => aliasName)).toEqual([
      'alias/free',
    ]);
    expect((await root.listKeyIds()).keyIds).toHaveLength(2);
  });

  it('goes on after signing in again, if the session ended in the middle of the form', async () => {
    const { page, root, credential } = await open();
    await textbox(page, 'Description').fill('Typed before');
    await page.context().clearCookies();
    await create(page);
    const dialog = page.getByRole('dialog', { name: 'Sign in to Keywright' });
    await dialog.getByLabel('Access key id').fill(credential.id);
    await dialog.getByLabel('Access key secret').fill(credential.secret);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    const keyId = await createdId(page);
    expect((await root.describeKey(keyId)).description).toBe('Typed before');
  });

  it('is not offered to somebody who may not', async () => {
    const user = await browser.kms.addAccount({ allowedActions: ['kms:ListKeys'] });
    const { page } = await browser.openConsole({ accessKeyId: user.id, path: '/create' });
    const button = page.getByRole('button', { name: 'Create the key' });
    await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
    await page.mouse.move(1, 1); // only a pointer that moves already opens a hint
    await button.hover();
    await page.getByRole('tooltip', { name: 'You need the permission kms:CreateKey.' }).waitFor();
  });
});

/** Quotes of every kind, what a shell and a program would run, and two languages. */
const AWKWARD = `It's "quoted" \\ $(id) \`id\` %s \${x} {{y}} </script> 密钥 🔑 !`;

describe('The same call as code', () => {
  async function fill() {
    const visit = await open();
    await textbox(visit.page, 'Description').fill(AWKWARD);
    await textbox(visit.page, 'Alias').fill('from-code');
    await visit.page.getByText('Protect it from deletion').click();
    await textbox(visit.page, 'Reason for the protection').fill(AWKWARD);
    return visit;
  }
  const codeOf = async (page: Page, language: string) => {
    await page.getByRole('tab', { name: language }).click();
    return page.getByRole('tabpanel').locator('pre').allTextContents();
  };
  const environment = ({ id, secret }: Credential) => ({
    ...process.env,
    KEYWRIGHT_ACCESS_KEY_ID: id,
    KEYWRIGHT_ACCESS_KEY_SECRET: secret,
  });

  it('runs as it is with the SDK for Node.js', async () => {
    const { page, root, credential } = await fill();
    const [code = ''] = await codeOf(page, 'Node.js');
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: ROOT,
      env: environment(credential),
    });
    const keyId = stdout.trim();
    expect((await root.describeKey(keyId)).description).toBe(AWKWARD);
    expect(await root.listAliases(keyId)).toHaveLength(1);
  });

  it('runs with curl once the credential is filled in', async () => {
    const { page, root, credential } = await fill();
    const [code = ''] = await codeOf(page, 'curl');
    const [first = ''] = code.split('\n\ncurl');
    const answer = await root.act('CreateApiToken', { name: `for-code-${credential.id}` });
    const command = first.replace('<API token>', String(answer.token));
    const { stdout } = await run('sh', ['-c', `${command} --silent`]);
    const { keyId } = JSON.parse(stdout).data.createKey;
    expect((await root.describeKey(keyId)).description).toBe(AWKWARD);
  });

  it('is valid Python', async () => {
    const { page } = await fill();
    const [code = ''] = await codeOf(page, 'Python');
    const [, literal] = /"Description": (".*"),$/m.exec(code) ?? [];
    // A literal of JSON is one of Python: both have the same escapes.
    expect(JSON.parse(literal ?? '')).toBe(AWKWARD);
    expect(code).toContain('key_id = call("CreateKey", {');
  });

  it('is GraphQL with its variables', async () => {
    const { page, root } = await fill();
    const [document = '', variables = ''] = await codeOf(page, 'GraphQL');
    expect(document).toContain('createKey(input: $input)');
    const { input } = JSON.parse(variables);
    expect(input.description).toBe(AWKWARD);
    await root.act('CreateKey', input);
  });
});
