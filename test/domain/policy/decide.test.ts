import { describe, expect, it } from 'vitest';
import { CROSS_ACCOUNT_ACTIONS } from '#domain/policy/cross-account-actions.ts';
import { decide } from '#domain/policy/decide.ts';
import { OPERATIONS } from '#operations/registry.ts';
import {
  identityPolicy,
  KEY,
  keyPolicy,
  OTHER,
  OWNER,
  request,
  subject,
} from '../../support/policy-requests.ts';

type Word = 'Allow' | 'Deny' | 'none';
const ALICE = `acs:ram::${OWNER}:user/alice`;
const BOB = `acs:ram::${OTHER}:user/bob`;
const encrypt = request('kms:Encrypt');
const ALLOW_ALL = identityPolicy('Allow', '*');

const ruling = (
  accountId: string,
  name: string,
  onKey: Word,
  onUser: Word,
  action = 'kms:Encrypt',
) =>
  decide(
    subject(
      'user',
      accountId,
      name,
      ...(onUser === 'none' ? [] : [identityPolicy(onUser, action)]),
    ),
    {
      accountId: OWNER,
      keyPolicy:
        onKey === 'none' ? null : keyPolicy(onKey, `acs:ram::${accountId}:user/${name}`, action),
    },
    request(action),
  );

describe('A user', () => {
  it.each<[Word, Word, string, string]>([
    ['Allow', 'none', 'Allow', 'ResourceBasedPolicy'],
    ['none', 'Allow', 'Allow', 'AccountLevelIdentityBasedPolicy'],
    ['Allow', 'Allow', 'Allow', 'ResourceBasedPolicy'],
    ['Allow', 'Deny', 'ExplicitDeny', 'AccountLevelIdentityBasedPolicy'],
    ['Deny', 'Allow', 'ExplicitDeny', 'ResourceBasedPolicy'],
    ['Deny', 'none', 'ExplicitDeny', 'ResourceBasedPolicy'],
    ['Deny', 'Deny', 'ExplicitDeny', 'AccountLevelIdentityBasedPolicy'],
    ['none', 'Deny', 'ExplicitDeny', 'AccountLevelIdentityBasedPolicy'],
    ['none', 'none', 'ImplicitDeny', 'AccountLevelIdentityBasedPolicy'],
  ])(
    'of the owner with %s in the key policy and %s in its own: %s',
    (onKey, onUser, decision, policyType) => {
      expect(ruling(OWNER, 'alice', onKey, onUser)).toMatchObject({
        decision,
        policyType,
        allowed: decision === 'Allow',
      });
    },
  );

  const words = ['Allow', 'Deny', 'none'] as const;
  it.each(words.flatMap((onKey) => words.map((onUser) => [onKey, onUser] as const)))(
    'of another account with %s in the key policy and %s in its own needs both to allow',
    (onKey, onUser) => {
      expect(ruling(OTHER, 'bob', onKey, onUser).allowed).toBe(
        onKey === 'Allow' && onUser === 'Allow',
      );
    },
  );

  it('of another account can use a key, but not change it', () => {
    for (const action of CROSS_ACCOUNT_ACTIONS)
      expect(ruling(OTHER, 'bob', 'Allow', 'Allow', action).allowed).toBe(true);
    for (const action of ['kms:EnableKey', 'kms:SetKeyPolicy', 'kms:ListAliasesByKeyId'])
      expect(ruling(OTHER, 'bob', 'Allow', 'Allow', action).allowed).toBe(false);
    const target = { accountId: OWNER, keyPolicy: keyPolicy('Allow', BOB) };
    const bob = subject('user', OTHER, 'bob', ALLOW_ALL);
    const on = (resource: string) => decide(bob, target, request('kms:Encrypt', resource)).allowed;
    expect(on(KEY)).toBe(true);
    expect(on(KEY.replace('key/k1', 'alias/a'))).toBe(false);
    expect(on(KEY.replace(OWNER, OTHER))).toBe(false);
  });

  it('is not meant by a statement about another user, a role of the same name or the account', () => {
    const allowed = (principal: string) =>
      decide(
        subject('user', OWNER, 'alice'),
        { accountId: OWNER, keyPolicy: keyPolicy('Allow', principal) },
        encrypt,
      ).allowed;
    expect(allowed(ALICE)).toBe(true);
    for (const other of ['user/bob', 'user/Alice', 'role/alice', 'root', '*'])
      expect(allowed(`acs:ram::${OWNER}:${other}`)).toBe(false);
  });

  it('of another account can do all operations that use a key, and read its description and public key', () => {
    const uses = OPERATIONS.filter(({ effect }) => effect === 'use').map(
      ({ name }) => `kms:${name}`,
    );
    const actions = uses.flatMap((name) =>
      name === 'kms:ReEncrypt' ? ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] : [name],
    );
    expect([...actions, 'kms:DescribeKey', 'kms:GetPublicKey'].sort()).toEqual(
      [...CROSS_ACCOUNT_ACTIONS].sort(),
    );
  });

  it.each(['root', '*'])('is denied what a key policy denies to :%s of its account', (form) => {
    const target = { accountId: OWNER, keyPolicy: keyPolicy('Deny', `acs:ram::${OWNER}:${form}`) };
    expect(decide(subject('user', OWNER, 'alice', ALLOW_ALL), target, encrypt).decision).toBe(
      'ExplicitDeny',
    );
    expect(decide(subject('role', OWNER, 'app', ALLOW_ALL), target, encrypt).decision).toBe(
      'ExplicitDeny',
    );
    expect(decide(subject('account', OWNER, ''), target, encrypt).allowed).toBe(true);
  });
});
