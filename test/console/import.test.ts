import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';
import { importMaterial } from '../support/imports.ts';

const browser = useConsole();

/** The import of a new key, and everything that the page sends from then on. */
async function open(keySpec = 'Aliyun_AES_256') {
  const credential = await browser.kms.addAccount();
  const root = caller('graphql', browser.kms, credential);
  const { keyId } = await root.createKey({ origin: 'EXTERNAL', keySpec });
  const visit = await browser.openConsole({
    accessKeyId: credential.id,
    path: `/keys/${keyId}/import`,
  });
  const sent: string[] = [];
  visit.page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  return { ...visit, root, keyId, sent };
}

const file = (buffer: Buffer) => ({
  name: 'material',
  mimeType: 'application/octet-stream',
  buffer,
});
const chooseFile = (page: Page, buffer: Buffer) =>
  page.getByLabel('File with the material').setInputFiles(file(buffer));
const press = (page: Page) => page.getByRole('button', { name: 'Import', exact: true }).click();
const isDone = (page: Page) => page.getByText('The material is imported').waitFor();

/** Whether something that was sent contains the material, in any form that somebody could have given it. */
function expectUnsent(sent: readonly string[], material: Buffer): void {
  const forms = [
    material.toString('base64'),
    material.toString('base64url'),
    material.toString('hex'),
    material.toString('latin1'),
    JSON.stringify([...material]).slice(1, -1),
  ];
  for (const request of sent)
    for (const form of forms) expect(request.toLowerCase()).not.toContain(form.toLowerCase());
}

describe('The import of key material', () => {
  it('wraps a file in the page: the raw material is never sent', async () => {
    const { page, root, keyId, sent, complaints, elsewhere } = await open();
    const material = randomBytes(32);
    await chooseFile(page, material);
    await press(page);
    await isDone(page);
    expectUnsent(sent, material);
    expect(sent.some((request) => request.includes('encryptedKeyMaterial'))).toBe(true);
    const { ciphertextBlob } = await root.encrypt(keyId, Buffer.from('text'));
    // The same material, and only that, opens it again: it was imported as it is.
    await root.act('DeleteKeyMaterial', { keyId });
    await expect(importMaterial(root, keyId, randomBytes(32))).rejects.toThrow();
    await importMaterial(root, keyId, material);
    expect((await root.decrypt(String(ciphertextBlob))).toString()).toBe('text');
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  it.each([
    ['Hexadecimal text', 'hex'],
    ['Base64 text', 'base64'],
  ] as const)('reads %s if it is told to', async (option, encoding) => {
    const { page, root, keyId } = await open('Aliyun_AES_128');
    const material = randomBytes(16);
    await chooseFile(page, Buffer.from(`${material.toString(encoding)}\n`));
    await page.getByRole('button', { name: /The file holds/ }).click();
    await page.getByRole('option', { name: option }).click();
    await press(page);
    await isDone(page);
    await root.act('DeleteKeyMaterial', { keyId });
    await importMaterial(root, keyId, material);
  });

  it.each([
    ['31 bytes', 31],
    ['33 bytes', 33],
    ['0 bytes', 0],
    ['2000000 bytes', 2_000_000],
  ])('refuses a file of %s before anything is sent', async (_, size) => {
    const { page, sent } = await open();
    await chooseFile(page, Buffer.alloc(size, 1));
    await press(page);
    await page
      .getByRole('alert')
      .getByText(`The file gives ${size.toLocaleString('en')} bytes, but a key of spec`)
      .waitFor();
    await page.getByRole('alert').getByText('needs 32').waitFor();
    expect(sent.filter((request) => request.includes('ForImport'))).toEqual([]);
  });

  it('refuses text that is not what it is said to be', async () => {
    const { page } = await open();
    await chooseFile(page, Buffer.from('not hexadecimal'));
    await page.getByRole('button', { name: /The file holds/ }).click();
    await page.getByRole('option', { name: 'Hexadecimal text' }).click();
    await press(page);
    await page.getByRole('alert').getByText('The file is not hexadecimal text.').waitFor();
  });

  it('generates material, of which its owner can keep a copy', async () => {
    const { page, root, keyId, sent } = await open();
    await page.getByText('Generate it here').click();
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download a copy' }).click(),
    ]);
    const material = await readFile(await download.path());
    expect(material).toHaveLength(32);
    await press(page);
    await isDone(page);
    expectUnsent(sent, material);
    await root.act('DeleteKeyMaterial', { keyId });
    await importMaterial(root, keyId, material);
  });

  it('gives the material a time at which it expires', async () => {
    const { page, root, keyId } = await open();
    await chooseFile(page, randomBytes(32));
    await page.getByLabel('Expires (optional)').fill('2020-01-01T10:00');
    await page.getByText('Choose a time in the future.').waitFor();
    await page.getByLabel('Expires (optional)').fill('2099-01-01T10:00');
    await press(page);
    await isDone(page);
    const { materialExpireTime } = await root.describeKey(keyId);
    const expected = await page.evaluate(`new Date('2099-01-01T10:00').toISOString()`);
    expect(new Date(materialExpireTime ?? '').toISOString()).toBe(expected);
  });

  it('shows why the server refuses other material than before', async () => {
    const { page, root, keyId } = await open();
    await importMaterial(root, keyId, randomBytes(32));
    await root.act('DeleteKeyMaterial', { keyId });
    await page.reload();
    await chooseFile(page, randomBytes(32));
    await press(page);
    await page.getByRole('alert').getByText('Request id').waitFor();
    expect(new URL(page.url()).pathname).toContain('/import');
  });

  it('says that a key of another origin has none to import', async () => {
    const { page, root } = await open();
    const { keyId } = await root.createKey();
    await page.goto(`${browser.kms.url}/console/keys/${keyId}/import`);
    await page.getByText(/Only a key of origin EXTERNAL can import it/).waitFor();
  });

  it('says that it needs https where the browser has no WebCrypto', async () => {
    const { page } = await open();
    await page.addInitScript(() => {
      Object.defineProperty(window, 'isSecureContext', { value: false });
    });
    await page.reload();
    await page.getByText(/This page was not loaded over https/).waitFor();
  });
});
