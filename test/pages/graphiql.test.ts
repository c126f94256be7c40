import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, for browsers
import { examples } from '#pages/browser/examples.js';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();

describe('GraphiQL in a real browser', () => {
  it('opens by the sign-in link, runs an example and shows the key, loading nothing from elsewhere', async () => {
    const { page, elsewhere, complaints } = await browser.openGraphiql();
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.result-window, .graphiql-response').first();
    await result.getByText('"createKey"').waitFor();

    // The newest: the server also has the keys of other files of this worker.
    const { id: keyId, description } = await browser.kms.store.db.key.findFirstOrThrow({
      orderBy: { id: 'desc' },
    });
    await result.getByText(keyId).first().waitFor();
    expect(description).toBe('My first key');
    expect(page.url()).toBe(`${browser.kms.url}/graphql`); // the query is not in the address bar
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows every example in a tab that can be clicked', async () => {
    const { page } = await browser.openGraphiql();
    const tabs = page.getByRole('tab');
    await tabs.nth(examples.length - 1).waitFor();
    expect(await tabs.count()).toBe(examples.length);
    for (const at of [2, examples.length - 1, 0]) {
      await tabs.nth(at).click();
      await page.locator(`[role=tab]:nth-child(${at + 1})[aria-selected=true]`).waitFor();
    }
  });

  it('knows the schema, and ends the session at sign-out', async () => {
    const { page } = await browser.openGraphiql();
    await page.getByRole('button', { name: /show documentation explorer/i }).click();
    await page.getByText('KeyMetadata').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${browser.kms.url}/sign-in`);
    expect((await page.goto(`${browser.kms.url}/graphql`))?.status()).toBe(401);
  });

  it('asks for none of its assets when it is opened again', async () => {
    const start = browser.log.length; // other browsers have loaded them before
    const { page } = await browser.openGraphiql();
    const assetsAsked = () =>
      browser.log
        .slice(start)
        .flatMap((line) => /"path":"(\/graphiql\/[^"]+)"/.exec(line)?.[1] ?? []);
    const schemaShown = async () => {
      await page.getByRole('button', { name: /show documentation explorer/i }).click();
      await page.getByText('KeyMetadata').first().waitFor();
    };
    await schemaShown();
    await expect.poll(() => assetsAsked().join()).toContain('/graphiql/worker-graphql-');
    const before = assetsAsked();
    await page.reload();
    await schemaShown();
    // The first visit may end while it loads an asset. Only the assets that it loaded are not requested again.
    expect(
      assetsAsked()
        .slice(before.length)
        .filter((path) => before.includes(path)),
    ).toEqual([]);
  });
});
