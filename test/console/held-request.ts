import type { Page } from 'playwright-core';

/** A request of the page that is held back. */
export interface HeldRequest {
  /** Resolves when the page has sent it. */
  readonly sent: Promise<void>;
  /** How many of them the page has sent. */
  readonly count: () => number;
  readonly release: () => void;
}

/** Holds back GraphQL requests with this text in them, until they are released. */
export async function holdRequest(page: Page, text: string): Promise<HeldRequest> {
  const sent = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let count = 0;
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes(text)) return route.continue();
    count += 1;
    sent.resolve();
    await released.promise;
    return route.continue();
  });
  return { sent: sent.promise, count: () => count, release: () => released.resolve() };
}
