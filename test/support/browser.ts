import {
  type Browser,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
} from 'playwright-core';
import { beforeAll } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { type Kms, startKms } from './kms.ts';

export interface Visit {
  readonly page: Page;
  /** Addresses of other servers that the page asked for. */
  readonly elsewhere: string[];
  /** Errors of scripts and on the console. */
  readonly complaints: string[];
}

export interface BrowserTests {
  readonly kms: Kms;
  /** The log of `kms`. */
  readonly log: string[];
  /** A new sign-in link that leads to GraphiQL. */
  link(): Promise<string>;
  /** A page of a browser that was never here. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
  /** The same, signed in by a new link, where GraphiQL is ready. */
  openGraphiql(options?: BrowserContextOptions): Promise<Visit>;
}

interface SharedBrowser {
  readonly browser: Browser;
  readonly kms: Kms;
  readonly log: string[];
}

async function open(): Promise<SharedBrowser> {
  const log: string[] = [];
  const kms = await startKms({ log: (line) => log.push(line) });
  // Not the package's own arguments: they switch the browser's web security off, which is part of what is tested.
  const args = [
    '--headless=shell',
    '--no-sandbox',
    '--no-zygote',
    '--disable-gpu',
    '--disable-background-networking',
  ];
  const browser = await playwright.launch({
    executablePath: await chromiumPath(),
    args,
  });
  return { browser, kms, log };
}

let opened: Promise<SharedBrowser> | undefined;

/** A real Chromium and a server with a log, which serve all files of a worker. They end with it. Call it at the top of a file. */
export function useBrowser(): BrowserTests {
  let shared: SharedBrowser;
  beforeAll(async () => {
    opened ??= open();
    shared = await opened;
  });

  const tests: BrowserTests = {
    get kms() {
      return shared.kms;
    },
    get log() {
      return shared.log;
    },
    async link() {
      const { signInLink, store } = shared.kms;
      const link = await signInLink((await store.db.accessKey.findFirstOrThrow()).id);
      return link.replace('#', '?return=%2Fgraphql#');
    },
    async visit(options) {
      const page = await (
        await shared.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
      ).newPage();
      const elsewhere: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (!['data:', 'blob:'].includes(protocol) && origin !== shared.kms.url)
          elsewhere.push(request.url());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on(
        'console',
        (message) => message.type() === 'error' && complaints.push(message.text()),
      );
      return { page, elsewhere, complaints };
    },
    async openGraphiql(options) {
      const visit = await tests.visit(options);
      await visit.page.goto(await tests.link());
      await visit.page.waitForURL(`${shared.kms.url}/graphql`);
      await visit.page.getByRole('tab').first().waitFor();
      return visit;
    },
  };
  return tests;
}
