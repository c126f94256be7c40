import { describe, expect, it } from 'vitest';
import { decideAssumeRole, mayAssume } from '#domain/policy/assume-role.ts';
import {
  identityPolicy,
  OTHER,
  OWNER,
  policyOf,
  request,
  subject,
} from '../../support/policy-requests.ts';

const ROLE = `acs:ram::${OWNER}:role/app`;
const assume = request('sts:AssumeRole', ROLE);
const trust = (principal: string, Effect = 'Allow', Condition?: object) => ({
  Effect,
  Principal: { RAM: principal },
  Action: 'sts:AssumeRole',
  ...(Condition && { Condition }),
});
const trusting = (...principals: string[]) =>
  policyOf('trust', ...principals.map((principal) => trust(principal)));
const ALLOWED = identityPolicy('Allow', 'sts:AssumeRole', ROLE);
const alice = subject('user', OTHER, 'alice', ALLOWED);
const session = subject('role', OTHER, 'worker', ALLOWED);

describe('A trust policy', () => {
  it.each(['root', '*'])('that names :%s of an account trusts its users and roles', (form) => {
    const policy = trusting(`acs:ram::${OTHER}:${form}`);
    expect(mayAssume(policy, alice, assume).allowed).toBe(true);
    expect(mayAssume(policy, session, assume).allowed).toBe(true);
    expect(mayAssume(policy, subject('account', OTHER, ''), assume).allowed).toBe(false);
    expect(mayAssume(policy, subject('user', OWNER, 'alice'), assume).allowed).toBe(false);
  });

  it('that names a user or a role trusts this one', () => {
    const user = trusting(`acs:ram::${OTHER}:user/alice`);
    expect(mayAssume(user, alice, assume).allowed).toBe(true);
    expect(mayAssume(user, subject('user', OTHER, 'bob'), assume).allowed).toBe(false);
    expect(mayAssume(user, subject('role', OTHER, 'alice'), assume).allowed).toBe(false);
    expect(mayAssume(trusting(`acs:ram::${OTHER}:role/worker`), session, assume).allowed).toBe(
      true,
    );
  });

  it('can deny one of those whom it trusts, and can have conditions', () => {
    const root = `acs:ram::${OTHER}:root`;
    const denying = policyOf('trust', trust(root), trust(`acs:ram::${OTHER}:user/alice`, 'Deny'));
    expect(mayAssume(denying, alice, assume)).toMatchObject({
      decision: 'ExplicitDeny',
      policyType: 'AssumeRolePolicy',
    });
    expect(mayAssume(denying, session, assume).allowed).toBe(true);
    const fromNet = policyOf(
      'trust',
      trust(root, 'Allow', { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }),
    );
    expect(mayAssume(fromNet, alice, assume).allowed).toBe(false);
    expect(
      mayAssume(fromNet, alice, request('sts:AssumeRole', ROLE, { sourceIp: '10.1.1.1' })).allowed,
    ).toBe(true);
  });

  it('and the policies of the caller must both allow it', () => {
    const trusts = trusting(`acs:ram::${OTHER}:root`);
    expect(decideAssumeRole(alice, trusts, assume).allowed).toBe(true);
    expect(decideAssumeRole(alice, trusting(`acs:ram::${OWNER}:root`), assume).allowed).toBe(false);
    expect(decideAssumeRole(subject('user', OTHER, 'bob'), trusts, assume)).toMatchObject({
      allowed: false,
      policyType: 'AccountLevelIdentityBasedPolicy',
    });
    const limited = { ...session, sessionPolicy: identityPolicy('Allow', 'kms:*') };
    expect(decideAssumeRole(limited, trusts, assume).policyType).toBe('SessionPolicy');
    const parent = subject('role', OWNER, 'before');
    expect(decideAssumeRole({ ...session, parent }, trusts, assume).allowed).toBe(false);
    const allowedParent = subject('role', OWNER, 'before', identityPolicy('Allow', '*'));
    expect(decideAssumeRole({ ...session, parent: allowedParent }, trusts, assume).allowed).toBe(
      true,
    );
  });
});
