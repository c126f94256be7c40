import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Visit } from '../support/browser.ts';
import { caller } from '../support/caller.ts';
import { useConsole, withoutLiveUpdates } from '../support/console.ts';
import type { Credential } from '../support/kms.ts';

const browser = useConsole();

const SECRET = 'a plaintext that nobody keeps';
const IN_BASE64 = Buffer.from(SECRET).toString('base64');

interface Scene extends Visit {
  readonly keyId: string;
  readonly account: Credential;
}

type Key = Parameters<ReturnType<typeof caller>['createKey']>[0];

/** A new account with one key, which is open. */
async function openKey(key: Key = {}, allowedActions?: readonly string[]): Promise<Scene> {
  const account = await browser.kms.addAccount();
  const { keyId } = await caller('graphql', browser.kms, account).createKey(key);
  const { id } = allowedActions
    ? await browser.kms.addAccount({ accountId: account.accountId, allowedActions })
    : account;
  const visit = await browser.openConsole({ accessKeyId: id, path: `/try?key=${keyId}` });
  return { ...visit, keyId, account };
}

const formOf = (page: Page, name: string) => page.getByRole('form', { name, exact: true });

async function addPair(page: Page, form: string, name: string, value: string): Promise<void> {
  const fields = formOf(page, form);
  await fields.getByRole('button', { name: 'Add a pair' }).click();
  await fields.getByLabel('Name 1').fill(name);
  await fields.getByLabel('Value 1').fill(value);
}

async function encrypt(page: Page, text = SECRET): Promise<void> {
  const form = formOf(page, 'Encrypt');
  await form.getByLabel('Plaintext').fill(text);
  await form.getByRole('button', { name: 'Encrypt', exact: true }).click();
  await form.getByRole('region', { name: 'Ciphertext' }).waitFor();
}

/** Everything that the browser keeps beside the page. */
const kept = (page: Page): Promise<string> =>
  page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      await caches.keys(),
      history.state,
      location.href,
      document.cookie,
    ]),
  );

describe('Try it', () => {
  it('encrypts a text with a context, and decrypts it with the same context only', async () => {
    const { page, complaints, elsewhere } = await openKey();
    await addPair(page, 'Encrypt', 'tenant', 'a');
    await encrypt(page);
    await page.getByRole('button', { name: 'Decrypt it' }).click();
    const form = formOf(page, 'Decrypt');
    await form.getByRole('button', { name: 'Decrypt', exact: true }).click();
    const plaintext = form.getByRole('region', { name: 'Plaintext' });
    await plaintext.getByText(SECRET).waitFor();
    await form.getByLabel('Value 1').fill('b');
    await form.getByRole('button', { name: 'Decrypt', exact: true }).click();
    const alert = form.getByRole('alert');
    await alert.getByText('InvalidParameter').waitFor();
    await alert.getByText('Request id').waitFor();
    expect(await plaintext.count()).toBe(0);
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  it('takes bytes as base64 and from a file, and shows bytes that are no text', async () => {
    const { page } = await openKey();
    const form = formOf(page, 'Encrypt');
    await form.getByRole('button', { name: /Entered as/ }).click();
    await page.getByRole('option', { name: 'Base64' }).click();
    await form.getByLabel('Plaintext').fill('not base64!');
    await form.getByText('It is not base64.').waitFor();
    await form.getByRole('button', { name: /Entered as/ }).click();
    await page.getByRole('option', { name: 'File' }).click();
    const file = join(browser.kms.dataDir, 'bytes.bin');
    writeFileSync(file, Buffer.from([0xff, 0x00, 0x01]));
    await form.locator('input[type=file]').setInputFiles(file);
    await form.getByText('3 of at most 6,144 bytes').waitFor();
    await form.getByRole('button', { name: 'Encrypt', exact: true }).click();
    await page.getByRole('button', { name: 'Decrypt it' }).click();
    await formOf(page, 'Decrypt').getByRole('button', { name: 'Decrypt', exact: true }).click();
    await page.getByRole('region', { name: 'Plaintext' }).getByText('ff0001').waitFor();
  });

  it('does not read a file that is too large', async () => {
    const { page } = await openKey();
    const form = formOf(page, 'Encrypt');
    await form.getByRole('button', { name: /Entered as/ }).click();
    await page.getByRole('option', { name: 'File' }).click();
    const file = join(browser.kms.dataDir, 'large.bin');
    writeFileSync(file, Buffer.alloc(6_145));
    await form.locator('input[type=file]').setInputFiles(file);
    await form.getByRole('alert').getByText('6,145 of at most 6,144 bytes').waitFor();
    const button = form.getByRole('button', { name: 'Encrypt', exact: true });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
  });

  it('generates data keys, with and without plaintext', async () => {
    const { page } = await openKey();
    await page.getByRole('tab', { name: 'Data key' }).click();
    const form = formOf(page, 'Generate a data key');
    const generate = form.getByRole('button', { name: 'Generate a data key' });
    await generate.click();
    await form.getByText('32 bytes', { exact: true }).waitFor();
    await form.getByRole('button', { name: /Length/ }).click();
    await page.getByRole('option', { name: 'Number of bytes' }).click();
    await form.getByLabel('Bytes', { exact: true }).fill('7');
    await generate.click();
    await form.getByText('7 bytes', { exact: true }).waitFor();
    await form.getByText('Return it only encrypted').click();
    await generate.click();
    await form.getByRole('region', { name: 'Data key' }).waitFor({ state: 'detached' });
    await form.getByRole('region', { name: 'Ciphertext' }).waitFor();
    await form.getByLabel('Bytes', { exact: true }).fill('9999');
    await generate.click();
    await form.getByRole('alert').getByText('InvalidParameter').waitFor();
  });

  it('re-encrypts for another key, which is found by a word of its description', async () => {
    const { page, account } = await openKey();
    const root = caller('graphql', browser.kms, account);
    const other = await root.createKey({ description: 'Archive of invoices' });
    await encrypt(page);
    const made = await page.getByRole('region', { name: 'Ciphertext' }).textContent();
    await page.getByRole('tab', { name: 'Re-encrypt' }).click();
    const form = formOf(page, 'Re-encrypt');
    await form.getByLabel('Ciphertext').fill(made ?? '');
    await form.getByRole('combobox', { name: 'Choose the key to encrypt with' }).fill('invoi');
    await page.getByRole('option', { name: /Archive of invoices/ }).click();
    await form.getByText(other.keyId).waitFor();
    await form.getByRole('button', { name: 'Re-encrypt', exact: true }).click();
    const moved = await form.getByRole('region', { name: 'Ciphertext' }).textContent();
    expect((await root.decrypt(moved ?? '')).toString()).toBe(SECRET);
  });

  it('signs and verifies a message, of which only the digest is sent', async () => {
    const { page } = await openKey({ keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY' });
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    const form = formOf(page, 'Sign');
    await form.getByLabel('Message').fill(SECRET);
    await form.getByRole('button', { name: 'Sign', exact: true }).click();
    await form.getByRole('region', { name: 'Signature' }).waitFor();
    await form.getByRole('button', { name: 'Verify it' }).click();
    const verify = formOf(page, 'Verify');
    await verify.getByRole('button', { name: 'Verify', exact: true }).click();
    await verify.getByText('The signature is valid').waitFor();
    await verify.getByLabel('Message').fill(`${SECRET}.`);
    await verify.getByRole('button', { name: 'Verify', exact: true }).click();
    await verify.getByText('The signature is not valid').waitFor();
    expect(bodies.filter((body) => body.includes(SECRET) || body.includes(IN_BASE64))).toEqual([]);
    expect(bodies.filter((body) => body.includes('asymmetricSign'))).toHaveLength(1);
  });

  it('encrypts and decrypts with a key pair', async () => {
    const { page } = await openKey({ keySpec: 'RSA_2048', keyUsage: 'ENCRYPT/DECRYPT' });
    await formOf(page, 'Encrypt').getByText('0 of at most 190 bytes').waitFor();
    await encrypt(page);
    await page.getByRole('button', { name: 'Decrypt it' }).click();
    await formOf(page, 'Decrypt').getByRole('button', { name: 'Decrypt', exact: true }).click();
    await page.getByRole('region', { name: 'Plaintext' }).getByText(SECRET).waitFor();
  });

  it('says which permission is missing', async () => {
    const { page } = await openKey({}, ['kms:DescribeKey', 'kms:Encrypt']);
    await encrypt(page);
    await page.getByRole('tab', { name: 'Decrypt' }).click();
    const button = formOf(page, 'Decrypt').getByRole('button', { name: 'Decrypt', exact: true });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.hover();
    await page.getByRole('tooltip').getByText('You need the permission kms:Decrypt.').waitFor();
  });

  it('says that a disabled key cannot be used', async () => {
    const { page, keyId, account } = await openKey();
    await caller('graphql', browser.kms, account).act('DisableKey', { keyId });
    await page.reload();
    const form = formOf(page, 'Encrypt');
    const reason = form.getByText('State of the key: Disabled.');
    await reason.waitFor({ state: 'attached' });
    await form.getByRole('button', { name: 'Encrypt', exact: true }).focus();
    await page.getByRole('tooltip').getByText('State of the key: Disabled.').waitFor();
  });

  it('says so at once when somebody disables the key, and keeps what was typed', async () => {
    const { page, keyId, account } = await openKey();
    const form = formOf(page, 'Encrypt');
    await form.getByLabel('Plaintext').fill(SECRET);
    await caller('graphql', browser.kms, account).act('DisableKey', { keyId });
    await form.getByText('State of the key: Disabled.').waitFor({ state: 'attached' });
    expect(await form.getByLabel('Plaintext').inputValue()).toBe(SECRET);
  });

  it('shows the refusal of the server for a key whose change was not seen', async () => {
    const { page, keyId, account } = await openKey();
    await withoutLiveUpdates(page);
    await page.reload();
    const form = formOf(page, 'Encrypt');
    await form.getByLabel('Plaintext').fill(SECRET);
    await caller('graphql', browser.kms, account).act('DisableKey', { keyId });
    await form.getByRole('button', { name: 'Encrypt', exact: true }).click();
    await form.getByRole('alert').getByText('Rejected.Disabled').waitFor();
    expect(await form.getByLabel('Plaintext').inputValue()).toBe(SECRET);
  });

  it('says that a key does not exist', async () => {
    const { page } = await browser.openConsole({ path: '/try?key=alias/no-such-key' });
    await page.getByRole('alert').getByText('Forbidden.AliasNotFound').waitFor();
  });

  it('keeps nothing: not in storage, the address, the history, or the cache', async () => {
    const { page } = await openKey();
    await encrypt(page);
    await page.getByRole('button', { name: 'Decrypt it' }).click();
    await formOf(page, 'Decrypt').getByRole('button', { name: 'Decrypt', exact: true }).click();
    await page.getByRole('region', { name: 'Plaintext' }).getByText(SECRET).waitFor();
    // So that the last line proves something.
    expect(await inHeap(page, SECRET, IN_BASE64)).toEqual([SECRET, IN_BASE64]);
    const stored = await kept(page);
    expect(stored).not.toContain(SECRET);
    expect(stored).not.toContain(IN_BASE64);
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    await page.goBack();
    await formOf(page, 'Encrypt').waitFor();
    expect(await formOf(page, 'Encrypt').getByLabel('Plaintext').inputValue()).toBe('');
    expect(await inHeap(page, SECRET, IN_BASE64)).toEqual([]);
  });

  it('begins again for another key', async () => {
    const { page, account } = await openKey();
    const root = caller('graphql', browser.kms, account);
    const { keyId } = await root.createKey({ description: 'The other one' });
    await encrypt(page);
    await page.getByRole('combobox', { name: 'Choose a key' }).fill(keyId);
    await page.getByRole('option', { name: /The other one/ }).click();
    await page.waitForURL(`**/try?key=${keyId}`);
    await page.getByRole('region', { name: 'Ciphertext' }).waitFor({ state: 'detached' });
    expect(await formOf(page, 'Encrypt').getByLabel('Plaintext').inputValue()).toBe('');
  });

  it('forgets plaintexts when the session ends', async () => {
    const { page, account } = await openKey();
    await encrypt(page);
    const root = caller('graphql', browser.kms, account);
    await root.act('EndSessions', {});
    await formOf(page, 'Encrypt').getByRole('button', { name: 'Encrypt', exact: true }).click();
    await page.getByRole('dialog', { name: 'Sign in to Keywright' }).waitFor();
    expect(await page.locator('textarea').first().inputValue()).toBe('');
  });
});

/** Which of some texts the memory of the page has, by a snapshot of its heap. */
async function inHeap(page: Page, ...texts: string[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot');
  const snapshot = chunks.join('');
  return texts.filter((text) => snapshot.includes(text));
}
