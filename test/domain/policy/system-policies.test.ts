import { describe, expect, it } from 'vitest';
import { evaluate } from '#domain/policy/evaluate.ts';
import { POLICY_KINDS } from '#domain/policy/policy-kinds.ts';
import { warningsOf } from '#domain/policy/policy-warnings.ts';
import { SYSTEM_POLICIES, systemPolicy } from '#domain/policy/system-policies.ts';
import { type identityPolicy, KEY, policyOf, request } from '../../support/policy-requests.ts';

const allows = (
  policy: ReturnType<typeof identityPolicy>,
  action: string,
  resource = KEY,
  facts = {},
) => evaluate([policy], request(action, resource, facts)).decision === 'Allow';

describe('A system policy', () => {
  it.each([
    [
      'AdministratorAccess',
      ['kms:CreateKey', 'kms:Decrypt', 'ram:CreateUser', 'sts:AssumeRole'],
      [],
    ],
    ['ReadOnlyAccess', ['kms:DescribeKey', 'ram:GetUser'], ['kms:Decrypt', 'ram:CreateUser']],
    ['AliyunKMSFullAccess', ['kms:Decrypt', 'kms:CreateKey'], ['ram:GetUser', 'sts:AssumeRole']],
    [
      'AliyunKMSReadOnlyAccess',
      ['kms:ListKeys', 'kms:GetKeyPolicy'],
      ['kms:Encrypt', 'kms:SetKeyPolicy'],
    ],
    ['AliyunKMSCryptoAdminAccess', ['kms:Decrypt', 'kms:EnableKey'], ['ram:GetUser']],
    [
      'AliyunKMSCryptoUserAccess',
      ['kms:Encrypt', 'kms:AsymmetricSign'],
      ['kms:DescribeKey', 'kms:ReEncryptFrom'],
    ],
    ['AliyunSTSAssumeRoleAccess', ['sts:AssumeRole'], ['kms:Encrypt']],
    ['AliyunRAMFullAccess', ['ram:CreateUser'], ['kms:Encrypt']],
    [
      'AliyunRAMReadOnlyAccess',
      ['ram:GetUser', 'ram:ListUsers'],
      ['ram:CreateUser', 'kms:ListKeys'],
    ],
  ])('%s allows %j, not %j', (name, allowed, others) => {
    const policy = systemPolicy(name);
    if (!policy) throw new Error(name);
    for (const action of allowed) expect(allows(policy.compiled(), action)).toBe(true);
    for (const action of others) expect(allows(policy.compiled(), action)).toBe(false);
    expect(policy.compiled()).toBe(policy.compiled());
    expect(policy.document.length).toBeLessThan(POLICY_KINDS.identity.maxLength);
  });

  it('has a name of its own', () => {
    expect(new Set(SYSTEM_POLICIES.map(({ name }) => name)).size).toBe(9);
  });
});

describe('The warnings about a policy', () => {
  it('name actions and resources that are not here', () => {
    const policy = policyOf(
      'identity',
      {
        Effect: 'Allow',
        Action: ['kms:*', 'ecs:*', 'kms:Encript'],
        Resource: ['acs:kms:*:*:secret/*', 'acs:kms:*:*:key*'],
      },
      { Effect: 'Deny', Action: '*', Resource: 'acs:oss:*' },
      {
        Effect: 'Deny',
        Action: 'kms:en*',
        Resource: ['acs:*', 'acs:ram::1:user/a?', 'acs:kms:r:1:alias', 'acs:kms:key', '*'],
      },
    );
    expect(warningsOf(policy, ['kms:Encrypt', 'ram:GetUser']).map(({ place }) => place)).toEqual([
      'Statement[0].Action[1]',
      'Statement[0].Action[2]',
      'Statement[0].Resource[0]',
      'Statement[1].Resource',
      'Statement[2].Resource[3]',
    ]);
  });
});
