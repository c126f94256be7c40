import { describe, expect, it } from 'vitest';
import { evaluate } from '#domain/policy/evaluate.ts';
import { dependsOn, visibility } from '#domain/policy/foresee.ts';
import { canMatchForm, coversPrefix, matchesGlob } from '#domain/policy/glob.ts';
import { locksOut, principalsOf } from '#domain/policy/key-policy.ts';
import {
  identityPolicy,
  KEY,
  keyPolicy,
  OTHER,
  OWNER,
  policyOf,
  request,
  subject,
} from '../../support/policy-requests.ts';

const KEYS = KEY.replace('k1', '*');
const BY_TAG = { StringEquals: { 'kms:tag/t': 'a' } };
const all = identityPolicy('Allow', 'kms:*');

describe('What a subject sees of a list', () => {
  const seen = (...policies: ReturnType<typeof identityPolicy>[]) =>
    visibility(subject('user', OWNER, 'alice', ...policies), request('kms:DescribeKey', KEYS));

  it('is all, some or none', () => {
    expect(seen()).toBe('none');
    expect(seen(all)).toBe('all');
    expect(seen(identityPolicy('Allow', 'kms:*', 'acs:kms:*:*:key/*'))).toBe('all');
    expect(seen(identityPolicy('Allow', 'kms:*', 'acs:kms:*:*:alias/*'))).toBe('none');
    expect(seen(identityPolicy('Allow', 'kms:*', KEY))).toBe('some');
    expect(seen(identityPolicy('Allow', 'kms:*', '*', BY_TAG))).toBe('some');
    expect(seen(all, identityPolicy('Deny', 'kms:*', KEY))).toBe('some');
    expect(seen(all, identityPolicy('Deny', 'kms:*', '*', BY_TAG))).toBe('some');
    expect(seen(all, identityPolicy('Deny', 'kms:*'))).toBe('none');
    expect(seen(all, identityPolicy('Deny', 'kms:*', 'acs:kms:cn-beijing:*'))).toBe('all');
  });

  it('can depend on the call, whose facts are known', () => {
    expect(
      seen(identityPolicy('Allow', 'kms:*', '*', { Bool: { 'acs:SecureTransport': true } })),
    ).toBe('all');
    expect(
      seen(identityPolicy('Allow', 'kms:*', '*', { Bool: { 'acs:SecureTransport': false } })),
    ).toBe('none');
  });

  it('is all for the root identity, and none for an altered one', () => {
    const root = subject('account', OWNER, '');
    expect(visibility(root, request('kms:DescribeKey', KEYS))).toBe('all');
    expect(visibility({ ...root, denied: true }, request('kms:DescribeKey', KEYS))).toBe('none');
  });
});

describe('A key that is not known', () => {
  const decision = (
    policies: ReturnType<typeof identityPolicy>[],
    unknown: { key?: true; resource?: true },
  ) =>
    evaluate(policies, { ...request('kms:Encrypt', unknown.resource ? KEYS : KEY), unknown })
      .decision;

  it('is denied by what could deny it, and not allowed by what may not allow it', () => {
    expect(decision([identityPolicy('Allow', '*', '*', BY_TAG)], { key: true })).toBe(
      'ImplicitDeny',
    );
    expect(decision([all, identityPolicy('Deny', '*', '*', BY_TAG)], { key: true })).toBe(
      'ExplicitDeny',
    );
    expect(decision([all], { key: true, resource: true })).toBe('Allow');
    expect(decision([identityPolicy('Allow', '*', KEY)], { resource: true })).toBe('ImplicitDeny');
    expect(decision([all, identityPolicy('Deny', '*', KEY)], { resource: true })).toBe(
      'ExplicitDeny',
    );
  });
});

describe('Tags', () => {
  it('are needed only for actions of statements that compare them', () => {
    const policies = [all, identityPolicy('Deny', 'kms:De*', '*', BY_TAG)];
    expect(dependsOn(policies, 'kms:Decrypt')).toEqual({ tags: true });
    expect(dependsOn(policies, 'kms:Encrypt')).toEqual({ tags: false });
  });
});

describe('A key policy', () => {
  const root = `acs:ram::${OWNER}:root`;
  it('locks out if it denies the whole account to set another', () => {
    expect(locksOut(keyPolicy('Deny', root, 'kms:Set*'), OWNER)).toBe(true);
    expect(locksOut(keyPolicy('Deny', `acs:ram::${OWNER}:*`), OWNER)).toBe(true);
    expect(locksOut(keyPolicy('Deny', root, 'kms:Decrypt'), OWNER)).toBe(false);
    expect(locksOut(keyPolicy('Deny', root), OTHER)).toBe(false);
    expect(locksOut(keyPolicy('Deny', `acs:ram::${OWNER}:user/a`), OWNER)).toBe(false);
    expect(locksOut(keyPolicy('Allow', root), OWNER)).toBe(false);
    const statement = { Effect: 'Deny', Principal: { RAM: root }, Action: 'kms:*', Resource: '*' };
    expect(locksOut(policyOf('key', { ...statement, Condition: BY_TAG }), OWNER)).toBe(false);
  });

  it('lists its principals once', () => {
    const alice = `acs:ram::${OTHER}:user/alice`;
    const policy = keyPolicy('Allow', [root, alice, root]);
    expect(principalsOf(policy)).toEqual([
      { type: 'account', accountId: OWNER, name: '', arn: root },
      { type: 'user', accountId: OTHER, name: 'alice', arn: alice },
    ]);
  });
});

describe('A pattern', () => {
  it('of many wildcards ends on long texts', () => {
    const pattern = `${'*a'.repeat(1_000)}*b`;
    expect(matchesGlob(pattern, 'a'.repeat(8_000))).toBe(false);
    expect(matchesGlob(`${pattern}*`, `${'a'.repeat(8_000)}b`)).toBe(true);
    const stars = identityPolicy('Allow', '*', `acs:${'*?'.repeat(2_000)}x`);
    expect(evaluate([stars], request('kms:Encrypt', KEY.padEnd(4_100, 'y'))).decision).toBe(
      'ImplicitDeny',
    );
  });

  it.each([
    ['acs:*', 'acs:k', true, true],
    ['acs:k?', 'acs:k', false, true],
    ['acs:ka*', 'acs:k', false, true],
    ['acs:*x', 'acs:k', false, true],
    ['acs:x*', 'acs:k', false, false],
    ['acs:*:x', 'acs:k', false, false],
    ['acs:*?*', 'acs:', false, true],
    ['a*:*:*', 'acs:k', false, false],
    ['acs', 'acs:k', false, false],
    ['a?s:k*', 'acs:k', true, true],
    ['acs:k', 'acs:k', false, true],
  ])('%s covers all (or some) texts after %s: %s (%s)', (pattern, prefix, covers, can) => {
    expect(coversPrefix(pattern, prefix)).toBe(covers);
    expect(canMatchForm(pattern, `${prefix}*`)).toBe(can);
  });
});
