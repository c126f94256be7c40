import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Caller, caller } from '../support/caller.ts';
import { useConsole } from '../support/console.ts';
import type { Credential } from '../support/kms.ts';

const browser = useConsole();

/** A new account, and its root identity. */
async function newAccount(): Promise<{ credential: Credential; root: Caller }> {
  const credential = await browser.kms.addAccount();
  return { credential, root: caller('graphql', browser.kms, credential) };
}

const open = ({ id }: Credential, path = '') => browser.openConsole({ accessKeyId: id, path });

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const select = (page: Page, name: string) =>
  page.getByRole('checkbox', { name: `Select ${name}`, exact: true });

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${label}$`) }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

describe('The list of keys', () => {
  it('reads on while it is scrolled, with few rows in the document', async () => {
    const { credential, root } = await newAccount();
    for (let number = 1; number <= 215; number += 1)
      await root.createKey({ description: `Number ${number}.` });
    const { page, complaints, elsewhere } = await open(credential);
    await page.getByText('215 keys').waitFor();
    await row(page, 'Number 215.').waitFor();
    const list = page.getByRole('region', { name: 'List of keys' });
    await list.focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('End'); // of what is loaded
          return row(page, 'Number 1.').count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    expect(await row(page, 'Number 1.').getAttribute('aria-rowindex')).toBe('216');
    expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('216');
    expect(await page.getByRole('row').count()).toBeLessThan(100);
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  it('finds keys by what is typed, and keeps that in the address', async () => {
    const { credential, root } = await newAccount();
    await root.createKey({ description: 'Payroll' });
    await root.createKey({ description: 'Invoices', keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY' });
    const { page } = await open(credential);
    await row(page, 'Payroll').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('invo');
    await row(page, 'Payroll').waitFor({ state: 'detached' });
    await row(page, 'Invoices').waitFor();
    await page.waitForURL(/\?search=invo$/);
    await page.reload();
    await row(page, 'Invoices').waitFor();
    expect(await row(page, 'Payroll').count()).toBe(0);

    await page.getByRole('button', { name: 'Filters' }).click();
    await choose(page, 'Spec', 'RSA_2048');
    await page.getByRole('heading', { name: 'No key matches' }).waitFor();
    await page.goBack();
    await row(page, 'Invoices').waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await row(page, 'Payroll').waitFor();
  });

  it.each([
    ['state', '?state=Disabled', 'Off'],
    ['spec', '?spec=Aliyun_SM4', 'Chinese'],
    ['usage', '?usage=SIGN_VERIFY', 'Signs'],
    ['origin', '?origin=EXTERNAL', 'Brought'],
    ['tag', '?tagKey=team&tagValue=pay', 'Tagged'],
    ['tag key', '?tagKey=team', 'Tagged'],
    ['alias', '?alias=of%2Fpay', 'Named'],
  ])('filters by %s', async (_, query, expected) => {
    const { credential, root } = await newAccount();
    const { keyId: off } = await root.createKey({ description: 'Off' });
    await root.act('DisableKey', { keyId: off });
    await root.createKey({ description: 'Chinese', keySpec: 'Aliyun_SM4' });
    await root.createKey({ description: 'Signs', keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY' });
    await root.createKey({ description: 'Brought', origin: 'EXTERNAL' });
    await root.createKey({ description: 'Tagged', tags: [['team', 'pay']] });
    const { keyId } = await root.createKey({ description: 'Named' });
    await root.act('CreateAlias', { keyId, aliasName: 'alias/of/payroll' });
    const { page } = await open(credential, `/${query}`);
    await page.getByText('1 key', { exact: true }).waitFor();
    await row(page, expected).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('sorts by the time of creation', async () => {
    const { credential, root } = await newAccount();
    for (const description of ['First', 'Second']) await root.createKey({ description });
    const { page } = await open(credential);
    const firstLink = page.locator('tbody').getByRole('link').first();
    await expect.poll(() => firstLink.textContent()).toBe('Second');
    await choose(page, 'Order', 'Oldest first');
    await expect.poll(() => firstLink.textContent()).toBe('First');
  });

  it('shows what somebody wrote as text, on one line', async () => {
    const { credential, root } = await newAccount();
    await root.createKey({ description: '<img src=x onerror=alert(1)>\n<b>bold</b>' });
    await root.createKey({ description: '🔑'.repeat(8_192) });
    const { page, complaints } = await open(credential);
    await row(page, '<img src=x onerror=alert(1)>').waitFor();
    expect(await page.locator('td img, th img, th b').count()).toBe(0);
    const heights = await page
      .locator('tbody tr.key-row')
      .evaluateAll((rows) => rows.map((one) => one.getBoundingClientRect().height));
    expect(new Set(heights).size).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('leads to the creation of a key where there is none', async () => {
    const { credential } = await newAccount();
    const { page } = await open(credential);
    await page.getByRole('heading', { name: 'There are no keys that you may see' }).waitFor();
    await page.locator('main').getByRole('link', { name: 'Create a key' }).click();
    await page.getByRole('heading', { name: 'Create a key', level: 1 }).waitFor();
  });

  it('comes back to the same place after a key was opened', async () => {
    const { credential, root } = await newAccount();
    for (let number = 1; number <= 120; number += 1)
      await root.createKey({ description: `Number ${number}.` });
    const { page } = await open(credential);
    await row(page, 'Number 120.').waitFor();
    await page.getByRole('region', { name: 'List of keys' }).focus();
    await page.keyboard.press('End');
    await page.getByRole('link', { name: 'Number 3.', exact: true }).click();
    await page.waitForURL(/\/keys\/[0-9a-f-]+$/);
    await page.goBack();
    await row(page, 'Number 3.').waitFor();
    expect(await row(page, 'Number 120.').count()).toBe(0);
  });
});

/**
 * Answers the pages of keys with others: a test cannot make so many keys.
 * @returns how many pages were asked for. A page that is read again, as when the stream of changes opens, counts once.
 */
async function answerPages(page: Page, pageOf: (number: number) => object): Promise<() => number> {
  const pages = new Set<number>();
  await page.route('**/graphql', async (route) => {
    const { operationName, variables } = route.request().postDataJSON();
    if (operationName !== 'KeyPage') return route.continue();
    const number = Number(variables.after ?? 0);
    pages.add(number);
    return route.fulfill({
      json: { data: { keys: pageOf(number) } },
      contentType: 'application/graphql-response+json',
    });
  });
  return () => pages.size;
}

const madeUp = (number: number) => ({
  __typename: 'KeyEdge',
  node: {
    __typename: 'KeyMetadata',
    keyId: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    id: `id-${number}`,
    arn: `arn-${number}`,
    description: `Number ${number}.`,
    keyState: 'Enabled',
    keySpec: 'Aliyun_AES_256',
    keyUsage: 'ENCRYPT_DECRYPT',
    origin: 'Aliyun_KMS',
    creationDate: '2026-01-01T00:00:00Z',
    aliases: { __typename: 'AliasConnection', totalCount: 0, edges: [] },
  },
});

const pageInfo = (endCursor: number, hasNextPage: boolean) => ({
  __typename: 'PageInfo',
  endCursor: String(endCursor),
  hasNextPage,
});

describe('Lists that no test can make', () => {
  it('have few rows in the document, and follow few pages, however far somebody scrolls', async () => {
    const { credential } = await newAccount();
    const { page, complaints } = await open(credential);
    await answerPages(page, (after) => ({
      __typename: 'KeyConnection',
      edges: Array.from({ length: 100 }, (_, index) => madeUp(after + index + 1)),
      pageInfo: pageInfo(after + 100, after < 100_000),
    }));
    await page.reload();
    const list = page.getByRole('region', { name: 'List of keys' });
    await list.focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('End');
          return Number(
            await page.locator('tbody tr.key-row').last().getAttribute('aria-rowindex'),
          );
        },
        { timeout: 20_000, interval: 20 },
      )
      .toBeGreaterThan(3_000);
    expect(await page.getByRole('row').count()).toBeLessThan(100);
    // Pressed again where a scroll that is still going on swallows it.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Home');
          return page.getByRole('link', { name: 'Number 1.', exact: true }).isVisible();
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBe(true);
    expect(complaints).toEqual([]);
  });

  it('stop after some empty pages, and go on when they are asked to', async () => {
    const { credential } = await newAccount();
    const { page } = await open(credential);
    const count = await answerPages(page, (after) => ({
      __typename: 'KeyConnection',
      edges: [],
      pageInfo: pageInfo(after + 1, true),
    }));
    await page.reload();
    await page.getByText('You may see few of the keys that were looked at.').waitFor();
    expect(count()).toBe(10);
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(count).toBe(20);
    await page.getByRole('button', { name: 'Load more' }).waitFor();
  });
});

describe('Several selected keys', () => {
  it('are disabled one by one: what fails is listed, and the rest can be undone', async () => {
    const { credential, root } = await newAccount();
    for (const description of ['One', 'Two']) await root.createKey({ description });
    const { keyId } = await root.createKey({ description: 'Dying' });
    await root.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    const { page } = await open(credential);
    await page.getByRole('checkbox', { name: 'Select all loaded keys' }).click();
    await page.getByText('3 keys selected').waitFor();
    await page.getByRole('button', { name: 'Disable' }).click();
    const failures = page.getByRole('region', { name: 'Disabling keys' });
    await failures.getByRole('heading', { name: '1 request failed' }).waitFor();
    await failures.getByText(/^Rejected\./).waitFor();
    await failures.getByText('Request id').waitFor();
    expect(await failures.getByText('3 of 3').count()).toBe(1);
    await row(page, 'One').getByText('Disabled').waitFor();
    await row(page, 'Dying').getByText('Pending deletion').waitFor();
    await page.getByText('2 keys disabled').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(page, 'One').getByText('Enabled').waitFor();
    await row(page, 'Two').getByText('Enabled').waitFor();
  });

  it('get and lose tags, and the tags that they had with Undo', async () => {
    const { credential, root } = await newAccount();
    const had = [['team', 'old'] as const, ['env', 'test'] as const];
    const { keyId: one } = await root.createKey({ description: 'One', tags: had });
    const { keyId: two } = await root.createKey({ description: 'Two' });
    const { page } = await open(credential);
    await select(page, 'One').click();
    await select(page, 'Two').click();
    await page.getByRole('button', { name: 'Tag…' }).click();
    await page.getByRole('dialog').getByText('env').click();
    await page.getByRole('dialog').getByLabel('Tag key').fill('team');
    await page.getByRole('dialog').getByLabel('Tag value').fill('new');
    await page.getByRole('button', { name: 'Change the tags' }).click();
    await page.getByText('Tags of 2 keys changed').waitFor();
    expect(await root.tagsOf(one)).toEqual([['team', 'new']]);
    expect(await root.tagsOf(two)).toEqual([['team', 'new']]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => root.tagsOf(two)).toEqual([]);
    await expect.poll(() => root.tagsOf(one)).toEqual([had[1], had[0]]);
  });

  it('are selected as a range with the shift key', async () => {
    const { credential, root } = await newAccount();
    for (const description of ['A', 'B', 'C', 'D']) await root.createKey({ description });
    const { page } = await open(credential);
    await select(page, 'D').click();
    await select(page, 'B').click({ modifiers: ['Shift'] });
    await page.getByText('3 keys selected').waitFor();
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await page.getByText('4 keys', { exact: true }).waitFor();
  });
});

describe('Without permission', () => {
  it('the list says which one is missing', async () => {
    const user = await browser.kms.addAccount({ allowedActions: ['kms:Encrypt'] });
    const { page } = await open(user);
    await page.getByRole('alert').getByText('Forbidden.NoPermission').waitFor();
    await page.getByRole('alert').getByText('Request id').waitFor();
    const create = page.getByRole('button', { name: 'Create a key' });
    await expect.poll(() => create.getAttribute('aria-disabled')).toBe('true');
    await page.mouse.move(1, 1); // only a pointer that moves already opens a hint
    await create.hover();
    await page.getByRole('tooltip', { name: 'You need the permission kms:CreateKey.' }).waitFor();
  });

  it('what searches by aliases or tags says what is missing', async () => {
    const user = await browser.kms.addAccount({
      allowedActions: ['kms:ListKeys', 'kms:DescribeKey'],
    });
    const { page, complaints } = await open(user);
    const search = page.getByRole('searchbox', { name: 'Search' });
    await expect.poll(() => search.isDisabled()).toBe(true);
    await page.getByText('You need the permission kms:ListAliases.').first().waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByText('You need the permission kms:ListTagResources.').waitFor();
    for (const name of ['Alias begins with', 'Tag key', 'Tag value'])
      expect(await page.getByRole('textbox', { name, exact: true }).isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('what can be done with keys stays, and says what is missing', async () => {
    const user = await browser.kms.addAccount({
      allowedActions: ['kms:ListKeys', 'kms:DescribeKey', 'kms:EnableKey'],
    });
    const root = caller('graphql', browser.kms, await browser.kms.addAccount(user));
    await root.createKey({ description: 'Locked' });
    const { page, complaints } = await open(user);
    await select(page, 'Locked').click();
    const disable = page.getByRole('button', { name: 'Disable' });
    await expect.poll(() => disable.getAttribute('aria-disabled')).toBe('true');
    await disable.hover();
    await page.getByRole('tooltip', { name: 'You need the permission kms:DisableKey.' }).waitFor();
    await disable.click({ force: true });
    await row(page, 'Locked').getByText('Enabled').waitFor();
    expect(complaints).toEqual([]);
  });
});
