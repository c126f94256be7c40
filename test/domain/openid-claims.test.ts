import { describe, expect, it } from 'vitest';
import { canMapTo, mapSubject, meets } from '#domain/openid/claims.ts';

describe('A condition on a claim', () => {
  it.each([
    [{ claim: ['sub'], equals: 'a' }, { sub: 'a' }, true],
    [{ claim: ['sub'], equals: 'a' }, { sub: 'A' }, false],
    [{ claim: ['sub'], equals: 'a' }, { sub: ['a'] }, false],
    [{ claim: ['n'], equals: 1 }, { n: '1' }, false],
    [{ claim: ['email_verified'], equals: true }, { email_verified: true }, true],
    [{ claim: ['email_verified'], equals: true }, { email_verified: 'true' }, false],
    [{ claim: ['missing'], equals: 'undefined' }, {}, false],
    [{ claim: ['groups'], contains: 'a' }, { groups: ['b', 'a'] }, true],
    [{ claim: ['groups'], contains: 'a' }, { groups: ['ab'] }, false],
    [{ claim: ['groups'], contains: 'a' }, { groups: 'a' }, false],
    [{ claim: ['groups'], contains: 'a' }, { groups: 'b a' }, false],
    [{ claim: ['scope'], contains: 'a' }, { scope: 'b a' }, true],
    [{ claim: ['scope'], contains: 'a' }, { scope: 'ab' }, false],
    [{ claim: ['realm', 'roles'], contains: 'a' }, { realm: { roles: ['a'] } }, true],
    [{ claim: ['realm', 'roles'], contains: 'a' }, { 'realm.roles': ['a'] }, false],
    [{ claim: ['realm', 'roles'], contains: 'a' }, { realm: null }, false],
    [{ claim: ['constructor', 'name'], equals: 'Object' }, {}, false],
    [{ claim: ['sub', 'length'], equals: 1 }, { sub: 'a' }, false],
  ])('%j for %j is %s', (condition, claims, expected) => {
    expect(meets(claims, condition)).toBe(expected);
  });
});

const RULES = [
  { claim: ['sub'], equals: 'blocked', role: 'nothing' },
  { claim: ['groups'], contains: 'admins', role: 'admin' },
  { claim: ['sub'], equals: 'alice', user: 'alice' },
  { claim: ['sub'], equals: 'alice', user: 'second' },
  { claim: ['groups'], contains: 'staff', user: 'staff' },
];

describe('The rules', () => {
  it('map a subject by the first that is met', () => {
    expect(mapSubject(RULES, { sub: 'alice' })).toEqual({ type: 'user', name: 'alice' });
    expect(mapSubject(RULES, { sub: 'alice', groups: ['admins'] })).toEqual({
      type: 'role',
      name: 'admin',
    });
    expect(mapSubject(RULES, { sub: 'blocked', groups: ['admins'] })).toEqual({
      type: 'role',
      name: 'nothing',
    });
    expect(mapSubject(RULES, { sub: 'bob' })).toBeUndefined();
  });

  it.each([
    ['alice', 'user', 'alice', true],
    ['alice', 'role', 'admin', true],
    ['alice', 'user', 'second', false],
    ['alice', 'user', 'staff', false],
    ['bob', 'user', 'staff', true],
    ['bob', 'user', 'alice', false],
    ['bob', 'role', 'staff', false],
    ['blocked', 'role', 'admin', false],
  ] as const)('can map %s to the %s %s: %s', (subject, type, name, expected) => {
    expect(canMapTo(RULES, subject, { type, name })).toBe(expected);
  });
});
