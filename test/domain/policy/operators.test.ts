import { describe, expect, it } from 'vitest';
import type { ConditionValues } from '#domain/policy/condition-keys.ts';
import { OPERATORS } from '#domain/policy/condition-operators.ts';
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
const at = (time: string): Partial<ConditionValues> => ({ currentTime: new Date(time) });
const ip = (sourceIp: string): Partial<ConditionValues> => ({ sourceIp });

/** Operator, values of the policy, values that meet it, values that do not. */
const TEXTS: [string, Value | Value[], string[], string[]][] = [
  ['StringEquals', ['a*', 'b', 5, true], ['a*', 'b', '5', 'true'], ['ab', 'B', '']],
  ['StringNotEquals', ['a', 'b'], ['A', ''], ['a', 'b']],
  ['StringEqualsIgnoreCase', 'aB', ['ab', 'AB'], ['abc', 'a']],
  ['StringNotEqualsIgnoreCase', ['aB', 'c'], ['abc'], ['ab', 'AB', 'C']],
  ['StringLike', ['a*c', 'x?'], ['ac', 'a/b:c', 'xy', 'x𠮷'], ['AC', 'acd', 'x', 'xyz']],
  ['StringNotLike', ['a*', 'x?'], ['b', 'x'], ['a', 'abc', 'xy']],
  ['NumericEquals', [3, '10'], ['3', '3.0', '10'], ['4', 'x', '', '1e1']],
  ['NumericNotEquals', [3, '10'], ['4', 'x'], ['3', '10.0']],
  ['NumericLessThan', '3', ['2.9', '-10'], ['3', '10', 'x']],
  ['NumericLessThanEquals', '3', ['3', '2'], ['3.1', 'x']],
  ['NumericGreaterThan', '3', ['10', '3.1'], ['3', '2', 'x']],
  ['NumericGreaterThanEquals', '3', ['3', '10'], ['2.9', '']],
];
const NOON = '2026-03-01T12:00:00Z';
const [BEFORE, AFTER] = ['2026-03-01T11:59:59.999Z', '2026-03-01T12:00:00.001Z'];
const TIMES: [string, string[], string[]][] = [
  ['DateEquals', [NOON], [BEFORE, AFTER]],
  ['DateNotEquals', [BEFORE, AFTER], [NOON]],
  ['DateLessThan', [BEFORE], [NOON, AFTER]],
  ['DateLessThanEquals', [BEFORE, NOON], [AFTER]],
  ['DateGreaterThan', [AFTER], [NOON, BEFORE]],
  ['DateGreaterThanEquals', [AFTER, NOON], [BEFORE]],
];
const BLOCKS = ['192.168.0.0/16', '172.16.215.218', '2001:db8::/33', '::ffff:10.1.0.0/112'];
const INSIDE = [
  '192.168.255.255',
  '::ffff:192.168.0.1',
  '172.16.215.218',
  '2001:db8:7fff::1',
  '10.1.2.3',
  '::ffff:a01:203',
];
const OUTSIDE = [
  '192.169.0.0',
  '172.16.215.219',
  '2001:db8:8000::',
  '::192.168.0.1',
  '10.2.0.0',
  '::',
];

describe('The operator', () => {
  it.each(TEXTS)('%s of %j is met by %j, not by %j', (operator, values, met, unmet) => {
    for (const value of met) expect(isMet(operator, 'kms:tag/t', values, tagged(value))).toBe(true);
    for (const value of unmet)
      expect(isMet(operator, 'kms:tag/t', values, tagged(value))).toBe(false);
    expect(isMet(operator, 'kms:tag/t', values, {})).toBe(operator.includes('Not'));
  });

  it.each(TIMES)('%s of noon is met at %j, not at %j', (operator, met, unmet) => {
    for (const written of [NOON, '2026-03-01T20:00:00+08:00']) {
      for (const time of met)
        expect(isMet(operator, 'acs:CurrentTime', written, at(time))).toBe(true);
      for (const time of unmet)
        expect(isMet(operator, 'acs:CurrentTime', written, at(time))).toBe(false);
    }
  });

  it('Bool compares truth values', () => {
    for (const secureTransport of [true, false]) {
      const facts = { secureTransport };
      expect(isMet('Bool', 'acs:SecureTransport', 'true', facts)).toBe(secureTransport);
      expect(isMet('Bool', 'acs:SecureTransport', false, facts)).toBe(!secureTransport);
      expect(isMet('Bool', 'acs:SecureTransport', ['true', 'false'], facts)).toBe(true);
    }
    expect(isMet('Bool', 'acs:MFAPresent', 'true', {})).toBe(false);
  });

  it('IpAddress and NotIpAddress compare blocks of both families', () => {
    for (const address of INSIDE) {
      expect([address, isMet('IpAddress', 'acs:SourceIp', BLOCKS, ip(address))]).toEqual([
        address,
        true,
      ]);
      expect(isMet('NotIpAddress', 'acs:SourceIp', BLOCKS, ip(address))).toBe(false);
    }
    for (const address of OUTSIDE) {
      expect([address, isMet('IpAddress', 'acs:SourceIp', BLOCKS, ip(address))]).toEqual([
        address,
        false,
      ]);
      expect(isMet('NotIpAddress', 'acs:SourceIp', BLOCKS, ip(address))).toBe(true);
    }
    expect(isMet('IpAddress', 'acs:SourceIp', '0.0.0.0/0', ip('::1'))).toBe(false);
    expect(isMet('IpAddress', 'acs:SourceIp', '::/0', ip('10.0.0.1'))).toBe(false);
    expect(isMet('IpAddress', 'acs:SourceIp', '192.0.2.99/24', ip('192.0.2.1'))).toBe(true);
    expect(isMet('IpAddress', 'acs:SourceIp', BLOCKS, { sourceIp: undefined as never })).toBe(
      false,
    );
    expect(isMet('NotIpAddress', 'acs:SourceIp', BLOCKS, { sourceIp: undefined as never })).toBe(
      true,
    );
  });

  it('is one of 21', () => {
    expect(OPERATORS.size).toBe(21);
  });
});
