import { describe, expect, it } from 'vitest';
import { decide } from '#domain/policy/decide.ts';
import {
  identityPolicy,
  keyPolicy,
  OTHER,
  OWNER,
  request,
  subject,
} from '../../support/policy-requests.ts';

const ALICE = `acs:ram::${OWNER}:user/alice`;
const ROLE = `acs:ram::${OWNER}:role/app`;
const encrypt = request('kms:Encrypt');
const ALLOW_ALL = identityPolicy('Allow', '*');

describe('The root identity', () => {
  it('can do everything in its account, unless its rows were altered', () => {
    const root = subject('account', OWNER, '');
    const own = { accountId: OWNER };
    expect(decide(root, own, request('ram:CreateUser', ALICE)).allowed).toBe(true);
    expect(decide({ ...root, denied: true }, own, encrypt)).toMatchObject({
      allowed: false,
      policyType: null,
    });
  });

  it.each(['root', '*'])(
    'of another account can use a key whose policy names it as :%s',
    (form) => {
      const named = keyPolicy('Allow', `acs:ram::${OTHER}:${form}`);
      const may = (type: 'account' | 'user', policy: typeof named | null, action = 'kms:Encrypt') =>
        decide(
          subject(type, OTHER, 'x', ALLOW_ALL),
          { accountId: OWNER, keyPolicy: policy },
          request(action),
        ).allowed;
      expect(may('account', named)).toBe(true);
      expect(may('account', named, 'kms:DisableKey')).toBe(false);
      expect(may('account', null)).toBe(false);
      expect(may('user', named)).toBe(false);
    },
  );
});

describe('A session of a role', () => {
  const session = subject(
    'role',
    OWNER,
    'app',
    identityPolicy('Allow', ['kms:Encrypt', 'kms:Decrypt']),
  );
  const own = { accountId: OWNER };
  const sessionPolicy = identityPolicy('Allow', ['kms:Decrypt', 'kms:EnableKey']);

  it('can do what the role and the session policy allow', () => {
    const limited = { ...session, sessionPolicy };
    expect(decide(session, own, encrypt).allowed).toBe(true);
    expect(decide(limited, own, encrypt)).toMatchObject({
      decision: 'ImplicitDeny',
      policyType: 'SessionPolicy',
    });
    expect(decide(limited, own, request('kms:Decrypt')).allowed).toBe(true);
    expect(decide(limited, own, request('kms:EnableKey')).allowed).toBe(false);
  });

  it('is meant by its role in a key policy, and still limited by the session policy', () => {
    const target = { accountId: OWNER, keyPolicy: keyPolicy('Allow', ROLE) };
    expect(decide(session, target, request('kms:DisableKey')).policyType).toBe(
      'ResourceBasedPolicy',
    );
    expect(decide({ ...session, sessionPolicy }, target, request('kms:DisableKey')).allowed).toBe(
      false,
    );
    expect(decide({ ...session, sessionPolicy }, target, request('kms:EnableKey')).allowed).toBe(
      true,
    );
  });

  it('can do no more than all the sessions before it', () => {
    const parent = { ...session, name: 'first', sessionPolicy };
    const second = { ...session, parent };
    expect(decide(second, own, encrypt)).toMatchObject({
      allowed: false,
      policyType: 'SessionPolicy',
    });
    expect(decide(second, own, request('kms:Decrypt')).allowed).toBe(true);
    expect(decide({ ...session, parent: second }, own, encrypt).allowed).toBe(false);
    expect(
      decide({ ...session, parent: { ...parent, denied: true } }, own, request('kms:Decrypt'))
        .allowed,
    ).toBe(false);
  });

  it('is never limited if it is the operator', () => {
    expect(
      decide({ ...subject('account', OTHER, ''), operator: true }, own, request('kms:EnableKey'))
        .allowed,
    ).toBe(true);
  });
});
