import { describe, expect, it } from 'vitest';
import { graphql } from '#generated/documents/gql.ts';
import { whatIf } from '#operations/what-if/what-if.ts';
import { caller } from '../../support/caller.ts';
import { postGraphql } from '../../support/graphql-client.ts';
import {
  addUser,
  allowing,
  type Credential,
  type TestStatement,
} from '../../support/identities.ts';
import { type Kms, sharedKms } from '../../support/kms.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: whatIf,
  examples: [
    {
      input: async ({ accountId, newUser }) => ({
        principal: `acs:ram::${accountId}:user/${await newUser()}`,
        action: 'kms:CreateKey',
        resource: `acs:kms:cn-hangzhou:${accountId}:key`,
      }),
    },
  ],
  parameters: [
    'Principal',
    'Action',
    'Resource',
    'SourceIp',
    'SecureTransport',
    'CurrentTime',
    'Surface',
    'KeySpec',
    'Tags',
    'EncryptionContext',
  ],
  response: ['Decision', 'Statements', 'IsKeyPolicyIncluded'],
  document: graphql(/* GraphQL */ `
    query TestWhatIf($principal: String!, $action: String!, $resource: String!) {
      answer: whatIf(principal: $principal, action: $action, resource: $resource) {
        decision
        statements {
          policyType
          policyName
          statementIndex
          effect
        }
      }
    }
  `),
  graphqlField: 'whatIf',
  audited: ['principal', 'action', 'resource'],
};

interface Asked {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: object;
}

const QUERY = `query ($principal: String!, $action: String!, $resource: String!, $context: WhatIfContextInput) {
  whatIf(principal: $principal, action: $action, resource: $resource, context: $context) {
    decision isKeyPolicyIncluded statements { policyType policyName statementIndex sid effect }
  }
}`;

async function ask(kms: Kms, credential: Credential, variables: Asked) {
  const { data, errors } = await postGraphql(kms, credential, {
    query: QUERY,
    variables: { ...variables },
  });
  return errors ? String(errors[0]?.extensions.code) : (data?.whatIf as Record<string, unknown>);
}

async function setUp(statements: readonly TestStatement[]) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const { accountId } = account;
  const user = await addUser(kms, accountId, statements, 'alice');
  const { keyId } = await caller('rpc', kms, account).createKey();
  const keyArn = (id: string) => `acs:kms:cn-hangzhou:${accountId}:key/${id}`;
  const alice = `acs:ram::${accountId}:user/alice`;
  return { kms, account, accountId, user, keyId, keyArn, alice };
}

testOperation(import.meta, facts, () => {
  describe('tells', () => {
    it('the statements that allow and deny', async () => {
      const { kms, account, alice, keyId, keyArn } = await setUp([
        ...allowing('kms:*'),
        { Effect: 'Deny', Action: 'kms:ScheduleKeyDeletion', Resource: '*' },
      ]);
      const about = (action: string) =>
        ask(kms, account, { principal: alice, action, resource: keyArn(keyId) });
      const allow = {
        policyType: 'Custom',
        policyName: expect.stringMatching(/^alice-/),
        statementIndex: 0,
        sid: null,
      };
      expect(await about('kms:Encrypt')).toEqual({
        decision: 'Allow',
        isKeyPolicyIncluded: false,
        statements: [{ ...allow, effect: 'Allow' }],
      });
      expect(await about('kms:ScheduleKeyDeletion')).toMatchObject({
        decision: 'ExplicitDeny',
        statements: expect.arrayContaining([{ ...allow, statementIndex: 1, effect: 'Deny' }]),
      });
      expect(await about('ram:CreateUser')).toMatchObject({ decision: 'ImplicitDeny' });
    });

    it('the decision under other circumstances', async () => {
      const { kms, account, alice, keyId, keyArn } = await setUp([
        {
          Effect: 'Allow',
          Action: 'kms:Encrypt',
          Resource: '*',
          Condition: {
            IpAddress: { 'acs:SourceIp': '192.0.2.0/24' },
            StringEquals: { 'kms:tag/team': 'payroll' },
          },
        },
      ]);
      const under = async (context: object) =>
        ask(kms, account, {
          principal: alice,
          action: 'kms:Encrypt',
          resource: keyArn(keyId),
          context,
        });
      const tags = [{ name: 'team', value: 'payroll' }];
      expect(await under({ sourceIp: '192.0.2.7', tags })).toMatchObject({ decision: 'Allow' });
      expect(await under({ sourceIp: '192.0.2.7' })).toMatchObject({ decision: 'ImplicitDeny' });
      await caller('rpc', kms, account).tagKeys([keyId], [['team', 'payroll']]);
      expect(await under({ sourceIp: '192.0.2.7' })).toMatchObject({ decision: 'Allow' });
      expect(await under({ sourceIp: '198.51.100.7' })).toMatchObject({ decision: 'ImplicitDeny' });
    });
  });

  it('judges a key that does not exist as another account’s', async () => {
    const { kms, account, alice, keyArn } = await setUp(allowing('kms:*'));
    const other = await setUp([]);
    const absent = '0195a000-0000-7000-8000-000000000000';
    const about = (resource: string) =>
      ask(kms, account, { principal: alice, action: 'kms:Encrypt', resource });
    const foreign = (id: string) => `acs:kms:cn-hangzhou:${other.accountId}:key/${id}`;
    expect(await about(foreign(other.keyId))).toEqual(await about(foreign(absent)));
    expect(await about(foreign(absent))).toMatchObject({ decision: 'ImplicitDeny' });
    expect(await about(keyArn(absent))).toMatchObject({ decision: 'Allow' });
  });

  it('is for callers who may read policies, and audited', async () => {
    const { kms, accountId, user, alice, keyId, keyArn } = await setUp(allowing('kms:*'));
    const question = { principal: alice, action: 'kms:Encrypt', resource: keyArn(keyId) };
    expect(await ask(kms, user, question)).toBe('NoPermission');
    const reader = await addUser(kms, accountId, allowing('ram:GetPolicy'));
    expect(await ask(kms, reader, question)).toMatchObject({ decision: 'Allow' });
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId, operation: 'WhatIf' },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ outcome }) => outcome)).toEqual(['NoPermission', 'Done']);
    expect(JSON.parse(events[1]?.details ?? '')).toEqual(question);
  });

  it('knows no principal of another account', async () => {
    const { kms, account, keyId, keyArn } = await setUp([]);
    const other = await setUp([]);
    const about = (principal: string) =>
      ask(kms, account, { principal, action: 'kms:Encrypt', resource: keyArn(keyId) });
    expect(await about(other.alice)).toBe('InvalidParameter');
    expect(await about(`acs:ram::${account.accountId}:user/nobody`)).toBe('EntityNotExist.User');
    expect(await about(`acs:ram::${account.accountId}:root`)).toMatchObject({ decision: 'Allow' });
  });
});
