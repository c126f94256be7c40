import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { countReads } from '../support/count-reads.ts';
import { callGraphql } from '../support/graphql-client.ts';
import { addUser, allowing, type TestStatement } from '../support/identities.ts';
import { startKms } from '../support/kms.ts';
import { policyScene } from '../support/policies.ts';

const NODES = graphql(/* GraphQL */ `
  query TestPolicyNodes($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
      ... on Policy {
        policyName
        policyType
        arn
        creationDate
        attachmentCount
      }
    }
  }
`);

const POLICY = graphql(/* GraphQL */ `
  query TestPolicy($policyType: PolicyType!, $policyName: String!) {
    policy(policyType: $policyType, policyName: $policyName) {
      id
      attachmentCount
      defaultVersion {
        versionId
      }
      users {
        userName
        user {
          comments
        }
      }
      roles {
        roleName
      }
    }
  }
`);

const RELATIONS = graphql(/* GraphQL */ `
  query TestPoliciesOfUsers {
    users(first: 20) {
      edges {
        node {
          userName
          policies {
            policyName
            policy {
              defaultVersion {
                policyDocument
              }
            }
          }
        }
      }
    }
  }
`);

const SYSTEM = { policyType: 'System', policyName: 'AliyunKMSFullAccess' } as const;

/** A scene in which a user and a role have one policy, and the user has a system policy. */
async function scene() {
  const made = await policyScene('graphql');
  const { roleName, ...custom } = await made.attachedToRole();
  const userName = await made.newUser();
  await made.as.act('AttachPolicyToUser', { ...custom, userName });
  await made.as.act('AttachPolicyToUser', { ...SYSTEM, userName });
  const ask = async (statements?: readonly TestStatement[]) => {
    const { kms, account } = made;
    const { accountId } = account;
    const credential = statements ? await addUser(kms, accountId, statements) : account;
    return callGraphql(kms, credential, POLICY, custom);
  };
  return { ...made, custom, roleName, userName, ask };
}

describe('A policy in GraphQL', () => {
  it('shows who has it, and how many', async () => {
    const { ask, roleName, userName } = await scene();
    const { data } = await ask();
    expect(data?.policy).toMatchObject({
      attachmentCount: 2,
      defaultVersion: { versionId: 'v1' },
      users: [{ userName, user: { comments: '' } }],
      roles: [{ roleName }],
    });
  });

  it('hides what needs another permission, field by field', async () => {
    const { ask, userName } = await scene();
    const some = await ask(allowing('ram:GetPolicy'));
    expect(some.data?.policy).toMatchObject({ attachmentCount: 2, users: null, roles: null });
    const more = await ask(allowing('ram:GetPolicy', 'ram:ListEntitiesForPolicy'));
    expect(more.data?.policy).toMatchObject({ users: [{ userName, user: null }] });
    const listed = await ask(allowing('ram:ListPolicies'));
    expect(listed.data?.policy).toBeNull();
    expect(listed.errors?.[0]?.extensions.code).toBe('NoPermission');
  });

  it('is a node of the account, whether it is custom or a system policy', async () => {
    const { kms, account, custom } = await scene();
    const ids = await Promise.all(
      [custom, SYSTEM].map(async (name) =>
        String((await callGraphql(kms, account, POLICY, name)).data?.policy?.id),
      ),
    );
    const unknown = Buffer.from('Policy:system/None').toString('base64');
    const own = await callGraphql(kms, account, NODES, { ids: [...ids, unknown] });
    const { accountId } = account;
    expect(own.data?.nodes).toEqual([
      {
        id: ids[0],
        ...custom,
        arn: `acs:ram::${accountId}:policy/${custom.policyName}`,
        creationDate: expect.any(String),
        attachmentCount: 2,
      },
      {
        id: ids[1],
        ...SYSTEM,
        arn: `acs:ram::system:policy/${SYSTEM.policyName}`,
        creationDate: null,
        attachmentCount: 1,
      },
      null,
    ]);
    const foreign = await callGraphql(kms, await kms.addAccount(), NODES, { ids });
    expect(foreign.data?.nodes).toMatchObject([null, { attachmentCount: 0 }]);
    const stranger = await addUser(kms, accountId, allowing('ram:GetUser'));
    const refused = await callGraphql(kms, stranger, NODES, { ids: [...ids, unknown] });
    expect(refused.data?.nodes).toEqual([null, null, null]);
    expect(refused.errors?.map(({ extensions: { code } }) => code)).toEqual(
      Array(3).fill('NoPermission'),
    );
  });

  it('is read for all users of a page together', async () => {
    await using kms = await startKms();
    const { account, attachedToUser } = await policyScene('graphql', kms);
    const reads = countReads(kms, ['policy', 'policyVersion', 'attachment']);
    const countFor = async (users: number) => {
      const before = reads.db;
      const { data, errors } = await callGraphql(kms, account, RELATIONS);
      expect(errors).toBeUndefined();
      const nodes = data?.users?.edges.map(({ node }) => node) ?? [];
      expect(nodes).toHaveLength(users);
      for (const { policies } of nodes)
        expect(policies?.[0]?.policy?.defaultVersion?.policyDocument).toContain('kms:List*');
      return reads.db - before;
    };
    await attachedToUser();
    const few = await countFor(1);
    for (let more = 0; more < 5; more += 1) await attachedToUser();
    expect(await countFor(6)).toBe(few);
    expect(few).toBe(3);
  });
});
