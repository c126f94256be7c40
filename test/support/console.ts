import type { BrowserContextOptions, Page } from 'playwright-core';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { type BrowserTests, useBrowser, type Visit } from './browser.ts';
import type { Kms } from './kms.ts';

export interface ConsoleOptions extends BrowserContextOptions {
  /** View to open, below /console. Default: the keys. */
  readonly path?: string;
  /** Access key id to sign in with. Default: the first access key, of the root identity. */
  readonly accessKeyId?: string;
  /** What to do with the page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export interface ConsoleTests extends BrowserTests {
  /** A new browser, signed in by a new link, in which a view of the console is ready. */
  openConsole(options?: ConsoleOptions): Promise<Visit>;
}

/** A real Chromium with the console. Call it at the top of a file. */
export function useConsole(): ConsoleTests {
  const browser = useBrowser();
  return Object.assign(browser, {
    async openConsole({ path = '', accessKeyId, prepare, ...context }: ConsoleOptions = {}) {
      const visit = await browser.visit({ locale: 'en-US', ...context });
      await prepare?.(visit.page);
      const id = accessKeyId ?? (await browser.kms.store.db.accessKey.findFirstOrThrow()).id;
      await signInWithLink(browser.kms, visit.page, await linkOf(browser.kms, id));
      await openView(browser.kms, visit.page, path);
      return visit;
    },
  });
}

/** A new sign-in link for an access key of any account; `signInLink` of the server is for its own. */
export async function linkOf(kms: Kms, accessKeyId: string): Promise<string> {
  const { store, deployment, linkMinutes, url } = kms;
  const { accountId } = await store.db.accessKey.findUniqueOrThrow({ where: { id: accessKeyId } });
  const of = { accountId, accessKeyId };
  const now = await store.time();
  const token = await makeSignInToken(store, deployment.keyring, of, linkMinutes, now, 'server');
  return `${url}/sign-in#${token}`;
}

async function signInWithLink({ url }: Pick<Kms, 'url'>, page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.waitForURL(`${url}/console`);
}

/** Opens a view, and waits until everything in it is read. @param path below /console */
export async function openView({ url }: Pick<Kms, 'url'>, page: Page, path = ''): Promise<void> {
  await page.goto(`${url}/console${path}`);
  await page.locator('main h1').waitFor();
  await isLoaded(page);
}

/** Waits until nothing in the page is being read. */
export const isLoaded = (page: Page): Promise<void> =>
  page.locator('body:not(:has(.loading))').waitFor(); // a function to wait for would be evaluated, which the page forbids

/**
 * Keeps live updates from a page: it learns of a change only when it asks. The stream waits for an answer that never comes,
 * because after one that fails the page would read everything again.
 */
export const withoutLiveUpdates = (page: Page): Promise<unknown> =>
  page.route('**/graphql', (route) =>
    route.request().headers().accept === 'text/event-stream' ? undefined : route.fallback(),
  );
