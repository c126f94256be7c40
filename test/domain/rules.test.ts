import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyReference } from '#domain/arn.ts';
import { lengthPrefixed } from '#domain/length-prefixed.ts';
import { isAllowed } from '#domain/policy.ts';
import { isStorableText } from '#domain/text.ts';

const principal = (...allowedActions: string[]) => ({ accountId: '1', accessKeyId: 'a', allowedActions });

describe('A policy', () => {
  it('allows what is listed, by name or by beginning, and nothing else', () => {
    expect(isAllowed(principal('kms:CreateKey'), 'CreateKey')).toBe(true);
    expect(isAllowed(principal('kms:*'), 'CreateKey')).toBe(true);
    expect(isAllowed(principal('kms:Describe*'), 'DescribeKey')).toBe(true);
    expect(isAllowed(principal('kms:Describe*'), 'CreateKey')).toBe(false);
    expect(isAllowed(principal('kms:CreateKey'), 'CreateKeyVersion')).toBe(false);
    expect(isAllowed(principal('kms:createkey'), 'CreateKey')).toBe(false);
    expect(isAllowed(principal(), 'CreateKey')).toBe(false);
    expect(isAllowed(principal(''), 'CreateKey')).toBe(false);
  });
});

describe('Length-prefixed texts', () => {
  it('are the same bytes only for the same list', () => {
    const list = fc.array(fc.string({ unit: fc.constantFrom('a', '\u0000', '\u0001', '/', 'é') }), { maxLength: 4 });
    fc.assert(
      fc.property(
        list,
        list,
        (one, other) => lengthPrefixed(one).equals(lengthPrefixed(other)) === (JSON.stringify(one) === JSON.stringify(other)),
      ),
    );
  });
});

describe('Storable text', () => {
  it('counts characters, not UTF-16 units', () => {
    expect(isStorableText('🔑🔑', 0, 2)).toBe(true);
    expect(isStorableText('🔑🔑🔑', 0, 2)).toBe(false);
    expect(isStorableText('', 1, 2)).toBe(false);
  });

  it.each(['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud800', '\udc00a'])('has no %j', (character) => {
    expect(isStorableText(`a${character}`, 0, 10)).toBe(false);
  });

  it.each(['\t', '\n', '\r', '\u007f', '\ufffd', '\u{1f511}'])('may have %j', (character) => {
    expect(isStorableText(`a${character}`, 0, 10)).toBe(true);
  });
});

describe('A key reference', () => {
  it.each([
    ['01a20bda-1643-7659-a5e2-8983e836a107', 'id'],
    ['alias/payroll', 'alias'],
    ['acs:kms:cn-hangzhou:1:key/x', 'arn'],
    ['Alias/payroll', 'id'],
  ])('%s is an %s', (text, kind) => {
    expect(parseKeyReference(text).kind).toBe(kind);
  });
});
