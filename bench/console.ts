// npm run bench:console [-- keys]: the console in Chromium, with 100,000 keys on SQLite. The size of the first load, the time
// until the list of keys can be used, with a processor that is slowed to a quarter, and how even a long scroll is.
// The floor of the time is an empty page of the same server, in the same browser: compare only the ratios of one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../test/support/chromium.ts';
import { openDatabases } from './databases.ts';
import { median } from './load/run.ts';
import { accessKey, openSetup } from './setups.ts';
import { figure, printTable } from './table.ts';

const KEYS = 100_000;
const ROUNDS = 5;
const SLOWDOWN = 4;
const SCROLLED_ROWS = 2_000;
const SMOOTH_FRAME_MILLISECONDS = 50;

const keys = Number(process.argv[2] ?? KEYS);
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** Signs a browser in, as the console does. */
async function signIn(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/console`);
  const status = await page.evaluate(
    async (credential) =>
      (
        await fetch('/sign-in/access-key', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(credential),
        })
      ).status,
    { accessKeyId: accessKey.id, accessKeySecret: accessKey.secret },
  );
  if (status !== 204) throw new Error(`The sign-in was answered with ${status}.`);
  await page.close();
}

/** Bytes of all answers of a first visit, as they were sent. */
async function firstLoadBytes(page: Page, url: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(`${url}/console`);
  await page.getByRole('row').nth(2).waitFor();
  return bytes;
}

/** Milliseconds until something of a page is there, on a slowed processor, with an empty cache. */
async function timeTo(page: Page, address: string, selector: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const started = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator(selector).first().waitFor();
  const milliseconds = performance.now() - started;
  await session.detach();
  return milliseconds;
}

/** Scrolls through rows, and measures the time between frames. Runs in the page. */
const SCROLL = `async (rows) => {
  const scroller = document.querySelector('[data-scroller]') ?? document.scrollingElement;
  const frames = [];
  let last = performance.now();
  let seen = 0;
  while (seen < rows) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
    const before = scroller.scrollTop;
    scroller.scrollTop += 400;
    seen += (scroller.scrollTop - before) / 40;
    if (frames.length > 5_000) break;
  }
  return { frames, rows: document.querySelectorAll('tr').length };
}`;

await using databases = await openDatabases('SQLite');
await using setup = await openSetup(databases, keys, join(folder, 'console'), { replicas: 1 });
const url = setup.servers[0]?.url ?? '';
const browser = await chromium.launch({
  executablePath: await chromiumPath(),
  args: ['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu'],
});
const context = await browser.newContext({
  viewport: { width: 1280, height: 900 },
  locale: 'en-US',
});
await signIn(context, url);
const stranger = await browser.newContext(); // a browser that is signed in goes on from the sign-in page

const kilobytes = (await firstLoadBytes(await context.newPage(), url)) / 1_000;
const times: number[] = [];
const floors: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const empty = await stranger.newPage();
  floors.push(await timeTo(empty, `${url}/sign-in`, '#status'));
  await empty.close();
  const page = await context.newPage();
  times.push(await timeTo(page, `${url}/console`, 'tbody a'));
  await page.close();
}
const page = await context.newPage();
await page.goto(`${url}/console`);
await page.getByRole('row').nth(2).waitFor();
const { frames, rows } = (await page.evaluate(`(${SCROLL})(${SCROLLED_ROWS})`)) as {
  frames: number[];
  rows: number;
};
const print = printTable([
  { title: 'the console', width: 46, align: 'left' },
  { title: 'measured', width: 10 },
  { title: 'target', width: 10 },
]);
print(['first load, compressed, KB', figure(kilobytes, 0), '≤ 250']);
print([
  `until the keys can be used, processor / ${SLOWDOWN}, ms`,
  figure(median(times), 0),
  '≤ 2000',
]);
print(['  the same / an empty page', figure(median(times) / median(floors)), '']);
print([
  `frames over ${SMOOTH_FRAME_MILLISECONDS} ms of a scroll, of ${frames.length}`,
  String(frames.filter((frame) => frame > SMOOTH_FRAME_MILLISECONDS).length),
  '',
]);
print(['rows in the page after it', String(rows), '≤ 100']);
await browser.close();
