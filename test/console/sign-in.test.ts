import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, caller } from '../support/caller.ts';
import { linkOf, useConsole } from '../support/console.ts';
import { addUser, allowing } from '../support/identities.ts';
import type { Credential, Kms } from '../support/kms.ts';
import { startOpenIdKms } from '../support/openid/kms.ts';
import { listenForProvider } from '../support/openid/provider.ts';
import { signingIn } from '../support/openid/sign-in.ts';
import { enter } from '../support/sign-in.ts';
import { openKey, section } from './opened-key.ts';

const browser = useConsole();

const TITLE = 'Sign in to Keywright';

/** What the server answers to a request of this page: 401 if nobody is signed in. */
const statusOf = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ callerIdentity { arn } }"}',
    });
    return response.status;
  });

/** Everything that the browser keeps beside the page. */
const keptBy = (page: Page): Promise<string> =>
  page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      history.state,
      location.href,
      document.title,
    ]),
  );

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: TITLE }).waitFor();
  expect(await statusOf(page)).toBe(401);
  expect(await page.context().cookies()).toEqual([]);
}

/** Signs out, and checks that Back shows nothing of what was there. */
async function signOutForGood(page: Page): Promise<void> {
  await signOut(page);
  await page.goBack();
  await page.getByRole('heading', { name: TITLE }).waitFor();
  expect(await page.getByRole('heading', { name: 'Keys' }).count()).toBe(0);
}

/** A browser that was never here, at the console. */
async function visitConsole({ url }: Pick<Kms, 'url'>): Promise<Page> {
  const { page } = await browser.visit({ locale: 'en-US' });
  await page.goto(`${url}/console/audit`);
  await page.getByRole('heading', { name: TITLE }).waitFor();
  return page;
}

type Typed = Pick<Credential, 'id' | 'secret'>;

async function enterAccessKey(page: Page, { id, secret }: Typed): Promise<void> {
  await page.getByLabel('Access key id').fill(id);
  await page.getByLabel('Access key secret').fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const isSignedIn = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name: `Signed in as ${name}: settings` }).waitFor();

async function newToken(root: Caller): Promise<string> {
  const { token } = (await root.act('CreateApiToken', { name: 'for the console' })) as unknown as {
    token: string;
  };
  return token;
}

describe('Somebody signs in and out', () => {
  it('by a link, which is not in the history', async () => {
    const { id } = await browser.kms.addAccount();
    const { page } = await browser.visit({ locale: 'en-US' });
    await page.goto(await linkOf(browser.kms, id));
    await isSignedIn(page, 'root of the account');
    expect(page.url()).toBe(`${browser.kms.url}/console`);
    await signOut(page);
    await page.goBack();
    expect(page.url()).toBe('about:blank'); // and not the link
  });

  it('by an access key, and is at the view that was asked for', async () => {
    const credential = await browser.kms.addAccount();
    const page = await visitConsole(browser.kms);
    await enterAccessKey(page, credential);
    await isSignedIn(page, 'root of the account');
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    expect(await keptBy(page)).not.toContain(credential.secret);
    await signOutForGood(page);
  });

  it('by an API token', async () => {
    const root = caller('graphql', browser.kms, await browser.kms.addAccount());
    const token = await newToken(root);
    const page = await visitConsole(browser.kms);
    await page.getByRole('tab', { name: 'API token' }).click();
    await page.getByRole('textbox', { name: 'API token' }).fill(token);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isSignedIn(page, 'root of the account');
    expect(await keptBy(page)).not.toContain(token);
    await signOutForGood(page);
  });
});

describe('With an OpenID Connect issuer', () => {
  let provider: Awaited<ReturnType<typeof listenForProvider>>;
  let kms: Kms;
  beforeAll(async () => {
    provider = await listenForProvider();
    const mapping = [{ claim: 'sub', equals: 'alice', user: 'alice' }];
    kms = await startOpenIdKms([signingIn(provider.url, { mapping })]);
    await provider.serve(kms.url);
  });
  afterAll(async () => {
    await kms[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  it('somebody signs in, is at the view that was asked for, and signs out', async () => {
    const page = await visitConsole(kms);
    await page.getByRole('link', { name: 'Sign in with Test & Co' }).click();
    await page.getByPlaceholder('Enter any login').fill('alice');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await isSignedIn(page, 'alice');
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
    expect(page.url()).toBe(`${kms.url}/console/audit`);
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: TITLE }).waitFor();
    expect(await statusOf(page)).toBe(401);
  });
});

describe('A wrong credential', () => {
  it('shows the failure, and nothing of it is kept', async () => {
    const { id } = await browser.kms.addAccount();
    const page = await visitConsole(browser.kms);
    const secret = 'typed-by-mistake';
    await enterAccessKey(page, { id, secret });
    const alert = page.getByRole('alert');
    await alert.getByText('Unauthenticated').waitFor();
    await alert.getByText('Request id').waitFor();
    expect(await page.getByLabel('Access key secret').inputValue()).toBe('');
    expect(await page.getByLabel('Access key id').inputValue()).toBe(id);
    expect(`${await keptBy(page)} ${await page.content()}`).not.toContain(secret);
    expect(await page.context().cookies()).toEqual([]);
    expect(new URL(page.url()).href).toBe(`${browser.kms.url}/console/audit`);
  });

  it('of an API token shows the failure, too', async () => {
    const page = await visitConsole(browser.kms);
    const token = 'kwt_000000000000000000000000000000000000';
    await page.getByRole('tab', { name: 'API token' }).click();
    await page.getByRole('textbox', { name: 'API token' }).fill(token);
    await page.getByRole('textbox', { name: 'API token' }).press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('Unauthenticated').waitFor();
    await alert.getByText('Request id').waitFor();
    expect(`${await keptBy(page)} ${await page.content()}`).not.toContain(token);
  });

  it('that is tried too often says how long to wait', async () => {
    const { id, secret } = await browser.kms.addAccount();
    const page = await visitConsole(browser.kms);
    const wrong = { accessKeyId: id, accessKeySecret: 'guessed' };
    for (let guess = 0; guess < 10; guess += 1) await enter(browser.kms, 'access-key', wrong);
    await enterAccessKey(page, { id, secret: 'guessed' });
    const alert = page.getByRole('alert');
    await alert.getByText('Throttling.User').waitFor();
    await alert.getByText(/^Wait (30|2\d) seconds and try again/).waitFor();
    await alert.getByText('Request id').waitFor();
    await enterAccessKey(page, { id, secret });
    await alert.getByText('Throttling.User').waitFor();
    expect(await statusOf(page)).toBe(401);
  });
});

describe('A session that ends while a form is open', () => {
  const TYPED = 'typed before the session ended';

  /** A form in which something is typed, when the session has ended; saving it opens the dialog. */
  async function open() {
    const opened = await openKey(browser);
    const { page } = opened;
    const part = section(page, 'Description');
    await part.getByRole('button', { name: 'Edit' }).click();
    await part.getByLabel('What the key is for').fill(TYPED);
    await page.evaluate(() => fetch('/sign-out', { method: 'POST' }).then(({ ok }) => ok));
    await part.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: TITLE });
    await dialog.getByText('what you typed on this page is kept').waitFor();
    return { ...opened, dialog, part };
  }

  it('goes on after a wrong credential and an API token of the same caller', async () => {
    const { page, root, keyId, dialog } = await open();
    const token = await newToken(root);
    await dialog.getByRole('tab', { name: 'API token' }).click();
    await dialog.getByRole('textbox', { name: 'API token' }).fill('kwt_1');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.getByRole('alert').getByText('Unauthenticated').waitFor();
    await page.keyboard.press('Escape'); // it cannot be closed
    await dialog.getByRole('textbox', { name: 'API token' }).fill(token);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: TYPED }).waitFor();
    expect((await root.describeKey(keyId)).description).toBe(TYPED);
  });

  it('loads the page again for somebody else, in whose name nothing is saved', async () => {
    const { page, root, keyId, credential, dialog } = await open();
    const all = allowing('kms:DescribeKey', 'kms:UpdateKeyDescription');
    const other = await addUser(browser.kms, credential.accountId, all, 'somebody-else');
    await enterAccessKey(page, other);
    await isSignedIn(page, 'somebody-else');
    expect(await dialog.count()).toBe(0);
    await section(page, 'Description').getByRole('button', { name: 'Edit' }).waitFor();
    expect(await page.getByLabel('What the key is for').count()).toBe(0);
    expect((await root.describeKey(keyId)).description).not.toBe(TYPED);
  });
});
