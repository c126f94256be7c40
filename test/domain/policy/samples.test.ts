import { describe, expect, it } from 'vitest';
import { evaluate } from '#domain/policy/evaluate.ts';
import { identityPolicy, KEY, OWNER, policyOf, request } from '../../support/policy-requests.ts';

const CONTAINER = KEY.replace('/k1', '');
const ALIAS = KEY.replace('key/k1', 'alias/a');
const USER = `acs:ram::${OWNER}:user/alice`;
const allows = (
  policy: ReturnType<typeof identityPolicy>,
  action: string,
  resource = KEY,
  facts = {},
) => evaluate([policy], request(action, resource, facts)).decision === 'Allow';

describe('The published sample', () => {
  it('for all of KMS allows all of KMS', () => {
    const policy = identityPolicy('Allow', ['kms:*'], ['*']);
    expect(allows(policy, 'kms:ScheduleKeyDeletion')).toBe(true);
    expect(allows(policy, 'KMS:encrypt', ALIAS)).toBe(true);
    expect(allows(policy, 'ram:GetUser', USER)).toBe(false);
  });

  it('for some addresses allows only these', () => {
    const blocks = ['192.168.0.0/16', '172.16.215.218'];
    const policy = identityPolicy('Allow', ['kms:*'], ['*'], {
      IpAddress: { 'acs:SourceIp': blocks },
    });
    expect(allows(policy, 'kms:Encrypt', KEY, { sourceIp: '192.168.7.7' })).toBe(true);
    expect(allows(policy, 'kms:Encrypt', KEY, { sourceIp: '172.16.215.218' })).toBe(true);
    expect(allows(policy, 'kms:Encrypt', KEY, { sourceIp: '172.16.215.219' })).toBe(false);
  });

  it('for listing and reading allows no cryptography and no aliases', () => {
    const resources = ['acs:kms:*:*:key', 'acs:kms:*:*:key/*'];
    const policy = identityPolicy('Allow', ['kms:List*', 'kms:Describe*'], resources);
    expect(allows(policy, 'kms:ListKeys', CONTAINER)).toBe(true);
    expect(allows(policy, 'kms:DescribeKey')).toBe(true);
    expect(allows(policy, 'kms:ListAliases', CONTAINER.replace(/key$/, 'alias'))).toBe(false);
    expect(allows(policy, 'kms:Decrypt')).toBe(false);
  });

  it('by tag compares the value without case', () => {
    const policy = identityPolicy(
      'Allow',
      ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'],
      '*',
      {
        StringEqualsIgnoreCase: { 'kms:tag/Project': ['Apollo'] },
      },
    );
    const tagged = (tag: string, value: string) => ({ tags: new Map([[tag, value]]) });
    expect(allows(policy, 'kms:Encrypt', KEY, tagged('Project', 'apollo'))).toBe(true);
    expect(allows(policy, 'kms:Encrypt', KEY, tagged('project', 'Apollo'))).toBe(false);
    expect(allows(policy, 'kms:Encrypt', KEY, tagged('Project', 'Gemini'))).toBe(false);
    expect(allows(policy, 'kms:Encrypt')).toBe(false);
  });

  it('with wildcards inside parts of an ARN matches the whole ARN', () => {
    const both = identityPolicy('Allow', 'kms:*', 'acs:kms:*:*:key*');
    expect([KEY, CONTAINER, ALIAS].map((arn) => allows(both, 'kms:Encrypt', arn))).toEqual([
      true,
      true,
      false,
    ]);
    const keys = identityPolicy('Allow', 'kms:*', 'acs:kms:*:*:key/*');
    expect([KEY, CONTAINER].map((arn) => allows(keys, 'kms:Encrypt', arn))).toEqual([true, false]);
    expect(allows(identityPolicy('Allow', '*', 'acs:*:*hangzhou*:*:*'), 'kms:Encrypt')).toBe(true);
    expect(allows(identityPolicy('Allow', '*', 'acs:*:*cn-beijing*:*:*'), 'kms:Encrypt')).toBe(
      false,
    );
    expect(allows(identityPolicy('Allow', 'kms:*', 'acs:kms:*:*:KEY/*'), 'kms:Encrypt')).toBe(
      false,
    );
    expect(allows(identityPolicy('Allow', 'kms:*', 'acs:kms:*:*:key/k?'), 'kms:Encrypt')).toBe(
      true,
    );
  });

  it('of the default key policy and of a trust policy is valid', () => {
    const principal = (RAM: string | string[]) => ({ Effect: 'Allow', Principal: { RAM } });
    const all = { Action: 'kms:*', Resource: ['*'], Sid: 'kms default key policy' };
    const key = policyOf('key', { ...principal([`acs:ram::${OWNER}:*`]), ...all });
    expect(key.statements[0]).toMatchObject({ sid: all.Sid, principals: [{ type: 'account' }] });
    const trust = { ...principal([`acs:ram::${OWNER}:root`]), Action: 'sts:AssumeRole' };
    expect(policyOf('trust', trust).statements[0]?.principals[0]?.accountId).toBe(OWNER);
  });

  it('of NotAction is about all other actions, of all services', () => {
    const policy = policyOf('identity', { Effect: 'Allow', NotAction: ['kms:*'], Resource: '*' });
    expect(allows(policy, 'kms:Encrypt')).toBe(false);
    expect(allows(policy, 'ram:GetUser', USER)).toBe(true);
  });
});
