import { describe, expect, it } from 'vitest';
import type { ConditionValues } from '#domain/policy/condition-keys.ts';
import { evaluate } from '#domain/policy/evaluate.ts';
import { identityPolicy, KEY, request } from '../../support/policy-requests.ts';

type Value = string | number | boolean;
const isMet = (
  operator: string,
  name: string,
  values: Value | Value[],
  facts: Partial<ConditionValues>,
): boolean =>
  evaluate(
    [identityPolicy('Allow', 'kms:*', '*', { [operator]: { [name]: values } })],
    request('kms:Encrypt', KEY, facts),
  ).decision === 'Allow';
const tagged = (value: string): Partial<ConditionValues> => ({ tags: new Map([['t', value]]) });

describe('A condition key', () => {
  it('is compared without case, but the name of a tag or pair with case and its slashes', () => {
    const facts = {
      tags: new Map([['acs:rds/a', 'x']]),
      encryptionContext: [['a/B', 'x']] as const,
    };
    expect(isMet('StringEquals', 'KMS:TAG/acs:rds/a', 'x', facts)).toBe(true);
    expect(isMet('StringEquals', 'kms:tag/acs:rds/A', 'x', facts)).toBe(false);
    expect(isMet('StringEquals', 'kms:encryptioncontext/a/B', 'x', facts)).toBe(true);
    expect(isMet('StringEquals', 'kms:EncryptionContext/a/b', 'x', facts)).toBe(false);
    expect(isMet('StringEquals', 'KMS:keySPEC', 'RSA_2048', { keySpec: 'RSA_2048' })).toBe(true);
    expect(isMet('StringEquals', 'kms:Surface', ['graphql', 'rpc'], {})).toBe(true);
    expect(isMet('StringEquals', 'kms:tag/__proto__', 'x', facts)).toBe(false);
  });

  it('is joined with the others by and', () => {
    const both = (value: string) =>
      evaluate(
        [
          identityPolicy('Allow', 'kms:*', '*', {
            StringEquals: { 'kms:tag/t': 'a', 'kms:Surface': 'rpc' },
            IpAddress: { 'acs:SourceIp': value },
          }),
        ],
        request('kms:Encrypt', KEY, tagged('a')),
      ).decision;
    expect(both('192.0.2.7')).toBe('Allow');
    expect(both('192.0.2.8')).toBe('ImplicitDeny');
  });
});
