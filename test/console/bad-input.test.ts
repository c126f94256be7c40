import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, caller } from '../support/caller.ts';
import { openView, useConsole } from '../support/console.ts';
import type { Credential } from '../support/kms.ts';

const browser = useConsole();

const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';
const EMOJI = '🔑'.repeat(8_192);
const HOUR = 3_600_000;

interface Scene {
  readonly account: Credential;
  readonly root: Caller;
  /** Described by markup, and by emoji. */
  readonly keyIds: readonly [string, string];
}

let scene: Scene;
beforeAll(async () => {
  const account = await browser.kms.addAccount();
  const root = caller('graphql', browser.kms, account);
  const { keyId: markup } = await root.createKey({ description: MARKUP, origin: 'EXTERNAL' });
  const { keyId: emoji } = await root.createKey({ description: EMOJI });
  await root.act('CreateUser', { userName: 'ann', displayName: MARKUP, comments: MARKUP });
  scene = { account, root, keyIds: [markup, emoji] };
});

const open = (path: string) => browser.openConsole({ accessKeyId: scene.account.id, path });

/** Waits until the markup is shown as text, which made no element. */
async function isText(page: Page): Promise<void> {
  await page.getByText(MARKUP).first().waitFor();
  expect(await page.locator('main img, [role=listbox] img, [role=option] b').count()).toBe(0);
}

async function fitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
}

/** Reads an account's users as a client that has a name. */
async function callAs(userAgent: string): Promise<void> {
  const { id, secret } = scene.account;
  await fetch(`${browser.kms.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': userAgent,
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    },
    body: JSON.stringify({
      query: 'mutation ($input: DisableKeyInput!) { disableKey(input: $input) { keyId } }',
      variables: { input: { keyId: scene.keyIds[1] } },
    }),
  });
}

describe('Markup in what somebody wrote', () => {
  it.each([
    ['the list of keys', () => ''],
    ['a key', () => `/keys/${scene.keyIds[0]}`],
    ['the import', () => `/keys/${scene.keyIds[0]}/import`],
    ['the list of users', () => '/access/users'],
    ['a user', () => '/access/users/ann'],
    ['Try it', () => `/try?key=${scene.keyIds[0]}`],
  ])('is text in %s', async (_, pathOf) => {
    const { page, complaints, elsewhere } = await open(pathOf());
    await isText(page);
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  it('is text in what is offered', async () => {
    const { page, complaints } = await open('/try');
    await page.getByRole('combobox', { name: 'Choose a key' }).fill('bold');
    await page.getByRole('option').getByText(MARKUP).waitFor();
    await isText(page);
    await openView(browser.kms, page, '/access/users/ann');
    await page.getByRole('button', { name: 'Allow use of a key' }).click();
    await page.getByRole('combobox', { name: 'Key' }).fill('bold');
    await page.getByRole('option').getByText(MARKUP).waitFor();
    await isText(page);
    expect(complaints).toEqual([]);
  });

  it('is text in the audit', async () => {
    await callAs(MARKUP);
    const { page, complaints } = await open('/audit?operation=DisableKey');
    await page.getByRole('button', { name: 'DisableKey' }).click();
    await isText(page);
    expect(complaints).toEqual([]);
  });
});

describe('8,192 emoji', () => {
  it.each([
    ['a key', () => `/keys/${scene.keyIds[1]}`],
    ['the import', () => `/keys/${scene.keyIds[1]}/import`],
    ['Try it', () => `/try?key=${scene.keyIds[1]}`],
  ])('fit on a phone in %s', async (_, pathOf) => {
    const { page } = await open(pathOf());
    await page.getByText(/^🔑🔑/).first().waitFor();
    await fitsPhone(page);
  });

  it('fit on a phone where a key is chosen', async () => {
    const { page } = await open('/access/users/ann');
    await page.getByRole('button', { name: 'Allow use of a key' }).click();
    await page.getByRole('combobox', { name: 'Key' }).fill(scene.keyIds[1]);
    await page.getByRole('dialog').getByText(/^🔑🔑/).first().waitFor();
    await fitsPhone(page);
  });
});

describe('A clock of the browser that is far off', () => {
  it.each([
    ['3 hours ahead', 3 * HOUR, '180 minutes'],
    ['3 days ahead', 72 * HOUR, '4,320 minutes'],
    ['3 days behind', -72 * HOUR, '4,320 minutes'],
  ])('%s is told, and a countdown goes by the time of the server', async (_, off, told) => {
    const { keyId } = await scene.root.createKey();
    await scene.root.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    const { page } = await browser.openConsole({
      accessKeyId: scene.account.id,
      path: `/keys/${keyId}`,
      prepare: (opened) => opened.clock.install({ time: Date.now() + off }),
    });
    await page.getByText(`differs from that of the server by ${told}`).waitFor();
    await page.getByRole('timer').getByText('in 7 days').waitFor();
  });
});
