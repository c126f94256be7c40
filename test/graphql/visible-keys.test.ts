import { describe, expect, it } from 'vitest';
import { macsOfKey } from '#integrity/key-macs.ts';
import { insertRow, type Write } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { caller } from '../support/caller.ts';
import { countReads } from '../support/count-reads.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, allowing, type Credential, type TestStatement } from '../support/identities.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';

interface Page {
  readonly totalCount: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly edges: readonly { readonly node: { readonly keyId: string } }[];
}

async function page(kms: Kms, credential: Credential, args = ''): Promise<Page> {
  const { data, errors } = await postGraphql(kms, credential, {
    query: `{ keys${args && `(${args})`} { totalCount pageInfo { hasNextPage endCursor } edges { node { keyId } } } }`,
  });
  expect(errors).toBeUndefined();
  return data?.keys as Page;
}

const idsOf = ({ edges }: Page): string[] => edges.map(({ node }) => node.keyId);

const LIST: TestStatement[] = allowing('kms:ListKeys');
const tagged = (team: string): TestStatement => ({
  Effect: 'Allow',
  Action: 'kms:DescribeKey',
  Resource: '*',
  Condition: { StringEquals: { 'kms:tag/team': team } },
});

describe('A list of keys', () => {
  it('shows what may be described, by name, by tag and by key policy', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { accountId } = account;
    const as = caller('rpc', kms, account);
    const named = await as.createKey();
    const withTag = await as.createKey({ tags: [['team', 'payroll']] });
    const statement = (Effect: string) => ({
      Effect,
      Principal: { RAM: [`acs:ram::${accountId}:user/alice`] },
      Action: 'kms:DescribeKey',
      Resource: '*',
    });
    const policy = (effect: string) =>
      JSON.stringify({ Version: '1', Statement: [statement(effect)] });
    const byPolicy = await as.createKey({ policy: policy('Allow') });
    await as.createKey();
    const alice = await addUser(
      kms,
      accountId,
      [
        ...LIST,
        { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: `acs:kms:*:*:key/${named.keyId}` },
        tagged('payroll'),
      ],
      'alice',
    );
    const shown = await page(kms, alice);
    expect(idsOf(shown)).toEqual([named.keyId, withTag.keyId, byPolicy.keyId]);
    expect(shown.totalCount).toBeNull();
    await as.createKey({ policy: policy('Deny') });
    const bob = await addUser(kms, accountId, allowing('kms:*'), 'bob');
    expect((await page(kms, bob)).edges).toHaveLength(5);
    expect((await page(kms, account)).totalCount).toBe(5);
  });

  it('counts only for a caller who sees all of it', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    await caller('rpc', kms, account).createKey();
    const reader = await addUser(kms, account.accountId, allowing('kms:List*', 'kms:Describe*'));
    expect((await page(kms, reader)).totalCount).toBe(1);
    const denied = await addUser(kms, account.accountId, [
      ...allowing('kms:*'),
      { Effect: 'Deny', Action: 'kms:DescribeKey', Resource: 'acs:kms:*:*:key/x*' },
    ]);
    expect(await page(kms, denied)).toMatchObject({ totalCount: null, edges: [{}] });
    const nobody = await addUser(kms, account.accountId, LIST);
    expect(await page(kms, nobody)).toMatchObject({ totalCount: null, edges: [] });
  });

  it('examines at most 1,000 keys for a page, and goes on after the last of them', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { accountId } = account;
    const { keyring } = kms.deployment;
    const rows = Array.from({ length: 1_500 }, () => keyRow(accountId));
    const last = rows.at(-1);
    if (!last) throw new Error('there are rows');
    const tag = { accountId, keyId: last.id, tagKey: 'team', tagValue: 'payroll' };
    await kms.store.commit(
      rows.flatMap((row): Write[] => [
        insertRow(TABLES.key, { ...row, ...macsOfKey(keyring, row, row === last ? [tag] : []) }),
        ...(row === last ? [insertRow(TABLES.tag, tag)] : []),
      ]),
    );
    const user = await addUser(kms, accountId, [...LIST, tagged('payroll')]);
    const first = await page(kms, user);
    expect(first).toMatchObject({ edges: [], pageInfo: { hasNextPage: true } });
    const second = await page(kms, user, `after: "${first.pageInfo.endCursor}"`);
    expect(idsOf(second)).toEqual([last.id]);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const backwards = await page(kms, user, 'last: 5');
    expect(idsOf(backwards)).toEqual([last.id]);
  });

  it('is read without examining each key where the policies do not depend on it', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    await as.createKey();
    const reader = await addUser(kms, account.accountId, allowing('kms:List*', 'kms:Describe*'));
    const reads = countReads(kms);
    const count = async () => {
      const before = reads.db + reads.backgroundDb;
      await page(kms, reader);
      return reads.db + reads.backgroundDb - before;
    };
    const one = await count();
    for (let more = 0; more < 5; more += 1) await as.createKey();
    expect(await count()).toBe(one);
  });

  it('reads the tags of a page in one statement where the policies depend on them', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    for (let more = 0; more < 6; more += 1) await as.createKey({ tags: [['team', 'payroll']] });
    const reader = await addUser(kms, account.accountId, [...LIST, tagged('payroll')]);
    const reads = countReads(kms);
    expect(idsOf(await page(kms, reader))).toHaveLength(6);
    expect(reads.db).toBeLessThanOrEqual(3);
  });
});
