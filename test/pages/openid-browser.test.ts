import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import type { Kms } from '../support/kms.ts';
import { acceptingTokens, outcomeOf, startOpenIdKms, whoCalls } from '../support/openid/kms.ts';
import { listenForProvider, machineToken } from '../support/openid/provider.ts';
import { signingIn } from '../support/openid/sign-in.ts';

const MAPPING = [
  { claim: 'sub', equals: 'alice', user: 'alice' },
  { claim: 'groups', contains: 'kms-readers', role: 'reader' },
  { claim: 'client_id', equals: 'machine', user: 'alice' },
];

const tests = useBrowser();
let provider: Awaited<ReturnType<typeof listenForProvider>>;
let kms: Kms;

beforeAll(async () => {
  provider = await listenForProvider();
  kms = await startOpenIdKms([
    {
      ...signingIn(provider.url, { mapping: MAPPING }),
      accessTokens: acceptingTokens('').accessTokens,
    },
  ]);
  await provider.serve(kms.url);
});
afterAll(async () => {
  await kms[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

/** Signs in at the provider, from our sign-in page. @returns the page, where the provider asks whether it may go on */
async function signInAs(login: string): Promise<Page> {
  const { page } = await tests.visit();
  await page.goto(`${kms.url}/sign-in?return=%2Fgraphql`);
  await page.getByRole('link', { name: 'Sign in with Test & Co' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  return page;
}

const whoIs = (page: Page) =>
  page.evaluate(async () => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ callerIdentity { arn } }"}',
    });
    const { data } = (await response.json()) as { data: { callerIdentity: { arn: string } } };
    return data.callerIdentity.arn;
  });

describe('A browser', () => {
  it.each([
    ['alice', 'user/alice'],
    ['reader-7', 'role/reader/reader-7'],
  ])('signs in with an issuer on another site as %s', async (login, name) => {
    const page = await signInAs(login);
    const statuses = new Set<number>();
    page.on('response', (reply) => reply.url().startsWith(kms.url) && statuses.add(reply.status()));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${kms.url}/graphql`);
    await page.getByRole('tab').first().waitFor();
    expect([...statuses]).toEqual([200]); // never without the session's cookie
    expect(await whoIs(page)).toBe(`acs:ram::${kms.deployment.accountId}:${name}`);
    const cookies = await page.context().cookies(`${kms.url}/sign-in/openid/test/callback`);
    expect(cookies.map((cookie) => [cookie.name, cookie.sameSite, cookie.httpOnly])).toEqual([
      ['keywright-session', 'Strict', true],
    ]);
    await page.reload();
    await page.getByRole('tab').first().waitFor();
    await page.goBack();
    expect(page.url()).not.toContain('code=');
    await page.context().close();
  });

  it('whose person cancels reads what to do', async () => {
    const page = await signInAs('alice');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('did not sign you in');
    await page.getByRole('link', { name: 'To the sign-in page' }).click();
    await page.getByRole('link', { name: 'Sign in with Test & Co' }).waitFor();
    await page.context().close();
  });

  it('of a subject without a rule reads its subject', async () => {
    const page = await signInAs('stranger-9');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('name your subject: stranger-9');
    await page.context().close();
  });
});

describe('A program with an access token of the issuer', () => {
  it('calls as the user that its client is mapped to', async () => {
    const reply = await whoCalls(kms, await machineToken(provider.url));
    expect(outcomeOf(reply)).toEqual([200, expect.stringMatching(/user\/alice$/)]);
  });

  it('gets 401 with an opaque token', async () => {
    const reply = await whoCalls(kms, await machineToken(provider.url, {}));
    expect(reply.status).toBe(401);
  });
});
