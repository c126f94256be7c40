import { expect, it } from 'vitest';
import { SYSTEM_POLICIES } from '#domain/policy/system-policies.ts';
import { graphql } from '#generated/documents/gql.ts';
import { listPolicies } from '#operations/policy/list-policies.ts';
import { caller, refusalOf } from '../../support/caller.ts';
import { callGraphql } from '../../support/graphql-client.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';
import { policyScene } from '../../support/policies.ts';

export const facts: Facts = {
  operation: listPolicies,
  examples: [
    { input: () => ({ maxItems: 1 }) },
    { input: () => ({ policyType: 'System', maxItems: 2 }) },
  ],
  parameters: ['PolicyType', 'Marker', 'MaxItems'],
  response: ['Policies', 'IsTruncated', 'Marker'],
  document: graphql(/* GraphQL */ `
    query TestListPolicies($policyType: PolicyType, $maxItems: Int) {
      answer: policies(policyType: $policyType, first: $maxItems) {
        edges {
          node {
            policyName
            attachmentCount
          }
        }
        totalCount
      }
    }
  `),
  graphqlField: 'policies',
};

const PAGE = graphql(/* GraphQL */ `
  query TestPolicyPage(
    $policyType: PolicyType
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    policies(
      policyType: $policyType
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      edges {
        cursor
        node {
          policyName
        }
      }
      totalCount
    }
  }
`);

testOperation(import.meta, facts, () => {
  interface Page {
    readonly policies: { readonly Policy: readonly { readonly PolicyName: string }[] };
    readonly marker: string;
  }

  const SYSTEM = SYSTEM_POLICIES.map(({ name }) => name).sort();

  /** All names, page by page. */
  async function namesIn(read: (marker: string) => Promise<unknown>): Promise<string[][]> {
    const pages: string[][] = [];
    let marker = '';
    do {
      const page = (await read(marker)) as Page;
      pages.push(page.policies.Policy.map(({ PolicyName }) => PolicyName));
      marker = page.marker;
    } while (marker !== '');
    return pages;
  }

  it('shows system policies first, and each policy on one page', async () => {
    const { as, kms, newPolicy } = await policyScene('rpc');
    const custom = [await newPolicy(), await newPolicy(), await newPolicy()];
    for (const maxItems of [1, 4, SYSTEM.length, 100]) {
      const pages = await namesIn((marker) => as.act('ListPolicies', { maxItems, marker }));
      expect(pages.flat()).toEqual([...SYSTEM, ...custom]);
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(maxItems);
    }
    const ofType = (policyType: string) =>
      namesIn((marker) => as.act('ListPolicies', { policyType, maxItems: 2, marker }));
    expect((await ofType('System')).flat()).toEqual(SYSTEM);
    expect((await ofType('Custom')).flat()).toEqual(custom);
    const other = caller('rpc', kms, await kms.addAccount());
    expect(
      (await namesIn(() => other.act('ListPolicies', { policyType: 'Custom' }))).flat(),
    ).toEqual([]);
  });

  it('refuses a marker of another list', async () => {
    const { as } = await policyScene('rpc');
    for (const marker of ['x', Buffer.from('alice').toString('base64url')])
      expect(await refusalOf(as.act('ListPolicies', { marker }))).toBe('InvalidParameter');
  });

  it('pages both ways in GraphQL, and counts', async () => {
    const { kms, account, newPolicy } = await policyScene('graphql');
    const all = [...SYSTEM, await newPolicy(), await newPolicy()];
    const page = async (args: object) => {
      const { data } = await callGraphql(kms, account, PAGE, args);
      if (!data?.policies) throw new Error('no page');
      return data.policies;
    };
    const namesOf = ({ edges }: Awaited<ReturnType<typeof page>>) =>
      edges.map(({ node }) => node.policyName);
    const whole = await page({ first: 100 });
    expect(namesOf(whole)).toEqual(all);
    expect(whole.totalCount).toBe(all.length);
    for (const [index, { cursor }] of whole.edges.entries()) {
      expect(namesOf(await page({ first: 2, after: cursor }))).toEqual(
        all.slice(index + 1, index + 3),
      );
      expect(namesOf(await page({ last: 2, before: cursor }))).toEqual(
        all.slice(Math.max(0, index - 2), index),
      );
    }
    expect((await page({ policyType: 'System', first: 1 })).totalCount).toBe(SYSTEM.length);
    expect(namesOf(await page({ policyType: 'Custom', last: 1 }))).toEqual(all.slice(-1));
  });
});
