import type { BrowserContext, Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Caller, caller } from '../support/caller.ts';
import { linkOf, openView, useConsole } from '../support/console.ts';
import type { Credential } from '../support/kms.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { holdRequest } from './held-request.ts';

const browser = useConsole();

const isStream = (headers: Readonly<Record<string, string>>): boolean =>
  headers.accept === 'text/event-stream';

/** The streams that the windows of a browser open from now on. */
function countStreams(context: BrowserContext): string[] {
  const streams: string[] = [];
  context.on('request', (request) => {
    if (isStream(request.headers())) streams.push(request.postData() ?? '');
  });
  return streams;
}

/** Keeps streams of a window from opening until `release`; `isAsked` resolves once it has asked for one. */
async function holdStreams(page: Page) {
  const asked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (isStream(route.request().headers())) {
      asked.resolve();
      await gate.promise;
    }
    await route.continue();
  });
  return { isAsked: asked.promise, release: gate.resolve };
}

const rowOf = (page: Page, description: string) =>
  page.getByRole('row').filter({ hasText: description });

const showsState = (page: Page, description: string, state: string): Promise<void> =>
  rowOf(page, description).getByText(state, { exact: true }).waitFor();

interface Scene {
  readonly credential: Credential;
  readonly root: Caller;
  readonly keyId: string;
}

/** A new account with one key. */
async function newScene(description: string): Promise<Scene> {
  const credential = await browser.kms.addAccount();
  const root = caller('graphql', browser.kms, credential);
  const { keyId } = await root.createKey({ description });
  return { credential, root, keyId };
}

async function openAnother(page: Page, path = ''): Promise<Page> {
  const another = await page.context().newPage();
  await openView(browser.kms, another, path);
  return another;
}

/** The streams that the windows of a browser have open from now on. */
function watchStreams(context: BrowserContext): ReadonlySet<Request> {
  const streams = new Set<Request>();
  context.on('request', (request) => {
    if (isStream(request.headers())) streams.add(request);
  });
  context.on('requestfinished', (request) => streams.delete(request));
  context.on('requestfailed', (request) => streams.delete(request));
  return streams;
}

/** Opens the audit in another window, where the new events of a search appear at once. */
async function openLiveAudit(page: Page, search = ''): Promise<Page> {
  const audit = await openAnother(page, `/audit${search}`);
  await audit.getByRole('button', { name: 'Live' }).click();
  await audit.getByText('New events appear here at once.').waitFor();
  return audit;
}

const eventsOf = (audit: Page) =>
  audit.getByRole('table', { name: 'Events' }).getByRole('rowheader').allTextContents();

describe('Windows', () => {
  it('that show different things share one stream, too, also when its window is closed', async () => {
    const { credential, root, keyId } = await newScene('Watched');
    let streams: ReadonlySet<Request> = new Set();
    const { page } = await browser.openConsole({
      accessKeyId: credential.id,
      prepare: async (opened) => {
        streams = watchStreams(opened.context());
      },
    });
    await showsState(page, 'Watched', 'Enabled');
    const uses = await openLiveAudit(page, '?operation=Encrypt');
    const failures = await openLiveAudit(page, '?outcome=Failed');
    const all = await openLiveAudit(page);
    const keys = await openAnother(page);
    const counted = () =>
      Promise.all([uses, failures, all].map(async (one) => (await eventsOf(one)).length));
    const [, , before = 0] = await counted();
    await root.encrypt(keyId, Buffer.from('x'));
    await root.act('DisableKey', { keyId });
    await root.encrypt(keyId, Buffer.from('x')).catch(() => {});
    await showsState(keys, 'Watched', 'Disabled');
    await expect.poll(counted).toEqual([2, 1, before + 3]);
    expect(streams.size).toBe(1);

    await page.close();
    await root.act('EnableKey', { keyId });
    await root.encrypt(keyId, Buffer.from('x'));
    await showsState(keys, 'Watched', 'Enabled');
    await expect.poll(counted).toEqual([3, 1, before + 5]);
  });

  it('do not get again what was recorded before somebody wanted it', async () => {
    const { credential, root, keyId } = await newScene('Busy');
    const { page } = await browser.openConsole({ accessKeyId: credential.id });
    await showsState(page, 'Busy', 'Enabled');
    for (const [action, state] of [
      ['DisableKey', 'Disabled'],
      ['EnableKey', 'Enabled'],
    ] as const) {
      await root.act(action, { keyId });
      await showsState(page, 'Busy', state);
    }
    for (let use = 1; use <= 150; use += 1) await root.encrypt(keyId, Buffer.from('x'));
    const audit = await openLiveAudit(page);
    await root.act('DisableKey', { keyId });
    await audit.getByRole('button', { name: 'DisableKey' }).waitFor();
    await root.updateKeyDescription(keyId, 'Quiet'); // comes by the stream, after all that it has to send before
    await audit.getByRole('button', { name: 'UpdateKeyDescription' }).waitFor();
    await showsState(page, 'Quiet', 'Disabled');
    // One page of the search, and what is read when the stream begins.
    expect((await eventsOf(audit)).length).toBeLessThan(105);
  });

  it('are not kept from live changes by a search that is refused', async () => {
    const { credential, root, keyId } = await newScene('Undisturbed');
    const { page } = await browser.openConsole({ accessKeyId: credential.id });
    const audit = await openAnother(page, `/audit?operation=${'x'.repeat(1_025)}`);
    await audit.getByRole('alert').getByText('InvalidParameter').waitFor();
    await audit.getByRole('button', { name: 'Live' }).click();
    await root.act('DisableKey', { keyId });
    await showsState(page, 'Undisturbed', 'Disabled');
  });

  it('each have a stream of their own where the browser has no locks, as over plain http', async () => {
    const { credential, root, keyId } = await newScene('Without locks');
    const { page } = await browser.openConsole({
      accessKeyId: credential.id,
      prepare: (opened) =>
        opened
          .context()
          .addInitScript(() =>
            Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }),
          ),
    });
    const second = await openAnother(page);
    await root.act('DisableKey', { keyId });
    for (const window of [page, second]) await showsState(window, 'Without locks', 'Disabled');
  });

  it('of one browser share one stream, and all see what others change', async () => {
    const { credential, root, keyId } = await newScene('Payroll');
    let streams: string[] = [];
    const { page, complaints } = await browser.openConsole({
      accessKeyId: credential.id,
      prepare: async (opened) => {
        streams = countStreams(opened.context());
      },
    });
    const second = await openAnother(page);
    const third = await openAnother(page, `/keys/${keyId}`);
    const { page: other } = await browser.openConsole({ accessKeyId: credential.id });
    await expect.poll(() => streams.length).toBe(1);
    await page.getByRole('checkbox', { name: 'Select Payroll' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    for (const window of [second, other]) await showsState(window, 'Payroll', 'Disabled');
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await third.getByRole('button', { name: 'Enable', exact: true }).click();
    for (const window of [page, second, other]) await showsState(window, 'Payroll', 'Enabled');

    await openView(browser.kms, other, '/create');
    await other.getByRole('textbox', { name: 'Description' }).fill('Made in another browser');
    await other.getByRole('button', { name: 'Create the key' }).click();
    for (const window of [page, second]) {
      await window.getByRole('button', { name: '1 new key: show' }).click();
      await rowOf(window, 'Made in another browser').waitFor();
    }

    await root.act('CreateAlias', { keyId, aliasName: 'alias/windows/payroll' });
    await third.getByText('alias/windows/payroll').waitFor();
    const tags = [{ tagKey: 'team', tagValue: 'windows' }];
    await root.act('TagResources', { resourceType: 'key', keyIds: [keyId], tags });
    await third.getByText('windows', { exact: true }).waitFor();
    expect(streams).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('see what was changed between their first read and the beginning of the stream', async () => {
    const { credential, root, keyId } = await newScene('Early');
    let held: Awaited<ReturnType<typeof holdStreams>> | undefined;
    const { page } = await browser.openConsole({
      accessKeyId: credential.id,
      prepare: async (opened) => {
        held = await holdStreams(opened);
      },
    });
    await held?.isAsked;
    await showsState(page, 'Early', 'Enabled');
    await root.act('DisableKey', { keyId });
    held?.release();
    await showsState(page, 'Early', 'Disabled');
  });

  it('that join a stream see what was changed between their first read and then', async () => {
    const { credential, root, keyId } = await newScene('Joined');
    const { page } = await browser.openConsole({ accessKeyId: credential.id });
    await showsState(page, 'Joined', 'Enabled');
    const second = await page.context().newPage();
    // A window subscribes once it knows that it may list keys.
    const held = await holdRequest(second, '"kms:ListKeys"');
    await openView(browser.kms, second);
    await showsState(second, 'Joined', 'Enabled');
    await root.act('DisableKey', { keyId });
    await showsState(page, 'Joined', 'Disabled');
    await showsState(second, 'Joined', 'Enabled');
    held.release();
    await showsState(second, 'Joined', 'Disabled');
  });

  it.each([
    ['that had events', true],
    ['that had none', false],
  ])('take over a stream %s, and miss nothing in between', async (_, hasEvents) => {
    const { credential, root, keyId } = await newScene('Taken over');
    const { page } = await browser.openConsole({ accessKeyId: credential.id });
    const second = await openAnother(page);
    const third = await openAnother(page);
    if (hasEvents) {
      await page.getByRole('checkbox', { name: 'Select Taken over' }).click();
      await page.getByRole('button', { name: 'Disable' }).click();
      for (const window of [second, third]) await showsState(window, 'Taken over', 'Disabled');
    }
    const held = await holdStreams(second);
    await page.close();
    await held.isAsked;
    await root.updateKeyDescription(keyId, 'Taken over and renamed');
    held.release();
    for (const window of [second, third]) await rowOf(window, 'renamed').waitFor();
    await root.act(hasEvents ? 'EnableKey' : 'DisableKey', { keyId });
    for (const window of [second, third])
      await showsState(window, 'renamed', hasEvents ? 'Enabled' : 'Disabled');
  });
});

describe('A server that was away', () => {
  it('is told by a banner, and then all windows show what was changed meanwhile', async () => {
    const dataDir = makeDataDir();
    await using first = await startKms({ dataDir });
    const credential = await first.addAccount();
    const { keyId } = await caller('graphql', first, credential).createKey({ description: 'Away' });
    const { page } = await browser.visit({ locale: 'en-US' });
    await page.goto(await linkOf(first, credential.id));
    await page.waitForURL(`${first.url}/console`);
    const second = await page.context().newPage();
    await openView(first, second);
    const windows = [page, second];
    for (const window of windows) await showsState(window, 'Away', 'Enabled');
    const users = await page.context().newPage();
    await openView(first, users, '/access/users');
    await first[Symbol.asyncDispose]();

    await page.getByText('The server does not answer.').waitFor();
    await using elsewhere = await startKms({ dataDir });
    const root = caller('graphql', elsewhere, credential);
    await root.act('DisableKey', { keyId });
    await root.act('CreateUser', { userName: 'added-meanwhile' });
    await elsewhere[Symbol.asyncDispose]();
    await showsState(page, 'Away', 'Enabled');

    await using again = await startKms({ dataDir, settings: { PORT: new URL(first.url).port } });
    await page.getByText('The server does not answer.').waitFor({ state: 'detached' });
    for (const window of windows) await showsState(window, 'Away', 'Disabled');
    await users.getByText('added-meanwhile').waitFor(); // no stream tells of it
    await caller('graphql', again, credential).act('EnableKey', { keyId });
    for (const window of windows) await showsState(window, 'Away', 'Enabled');
  });
});
