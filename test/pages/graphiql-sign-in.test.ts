import { describe, expect, it } from 'vitest';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();
const UNKNOWN = 'x'.repeat(43);
const SIGN_IN = '/sign-in?return=%2Fgraphql';

describe('The sign-in page', () => {
  it('says what is wrong with a link that was used before, is unknown or is missing', async () => {
    const used = await browser.link();
    const { page: first } = await browser.visit();
    await first.goto(used);
    await first.waitForURL(`${browser.kms.url}/graphql`);

    for (const link of [used, `${browser.kms.url}${SIGN_IN}#${UNKNOWN}`]) {
      const { page } = await browser.visit();
      await page.goto(link);
      await page.getByText('This link is unknown, was used before, or has expired.').waitFor();
      expect(page.url()).toBe(`${browser.kms.url}${SIGN_IN}`); // the token is not in the address bar
    }
    const { page } = await browser.visit();
    const asked = page.waitForResponse(`${browser.kms.url}/graphql`);
    await page.goto(`${browser.kms.url}/sign-in`);
    expect((await asked).status()).toBe(401);
    await page.getByText('Open a sign-in link to sign in.').waitFor();
    expect(page.url()).toBe(`${browser.kms.url}/sign-in`);
  });

  it('goes on to GraphiQL where the browser is signed in already, whatever the link', async () => {
    const link = await browser.link();
    const { page } = await browser.visit();
    for (const address of [
      link,
      link,
      `${browser.kms.url}${SIGN_IN}#${UNKNOWN}`,
      `${browser.kms.url}${SIGN_IN}`,
    ]) {
      await page.goto('about:blank');
      await page.goto(address);
      await page.waitForURL(`${browser.kms.url}/graphql`);
      await page.getByRole('tab').first().waitFor();
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${browser.kms.url}/sign-in`);
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText('This link is unknown, was used before').waitFor();
  });

  it('leads a link of another site to the page, but not the query in its address', async () => {
    const { page } = await browser.openGraphiql();
    const statuses: number[] = [];
    page.on(
      'response',
      (response) => response.request().isNavigationRequest() && statuses.push(response.status()),
    );
    await page.goto('about:blank');
    await page.setContent(`<a href="${browser.kms.url}/graphql?query={ errorCodes }">a link</a>`);
    await page.getByText('a link').click();
    await page.waitForURL(`${browser.kms.url}/graphql`);
    await page.getByRole('tab', { name: 'CreateKey', selected: true }).waitFor();
    expect(statuses).toEqual([401, 200]);
  });

  it('leaves no token in the log', async () => {
    const links = [await browser.link(), `${browser.kms.url}${SIGN_IN}#${UNKNOWN}`];
    const { page } = await browser.visit();
    for (const link of links) {
      await page.goto('about:blank');
      await page.goto(link);
      await page.waitForURL(`${browser.kms.url}/graphql`);
    }
    expect(browser.log.some((line) => line.includes('"path":"/sign-in"'))).toBe(true);
    for (const link of links)
      expect(browser.log.join('\n')).not.toContain(new URL(link).hash.slice(1));
  });

  it('says that the server does not answer', async () => {
    const { page } = await browser.visit();
    await page.route('**/graphql', (route) => route.abort());
    await page.goto(`${browser.kms.url}/sign-in`);
    await page.getByText('The server did not answer. Check that it is running.').waitFor();
  });
});
