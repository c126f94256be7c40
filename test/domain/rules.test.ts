import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAliasName, parseKeyReference } from '#domain/key-reference.ts';
import { lengthPrefixed } from '#domain/length-prefixed.ts';
import { isStorableText } from '#domain/text.ts';

describe('Length-prefixed texts', () => {
  it('are the same bytes only for the same list', () => {
    const list = fc.array(fc.string({ unit: fc.constantFrom('a', '\u0000', '\u0001', '/', 'é') }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        list,
        list,
        (one, other) =>
          lengthPrefixed(one).equals(lengthPrefixed(other)) ===
          (JSON.stringify(one) === JSON.stringify(other)),
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

  it.each(['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud800', '\udc00a'])(
    'has no %j',
    (character) => {
      expect(isStorableText(`a${character}`, 0, 10)).toBe(false);
    },
  );

  it.each(['\t', '\n', '\r', '\u007f', '\ufffd', '\u{1f511}'])('may have %j', (character) => {
    expect(isStorableText(`a${character}`, 0, 10)).toBe(true);
  });
});

describe('A key reference', () => {
  const owner = { region: 'cn-hangzhou', accountId: '1' };
  it.each([
    [
      '01a20bda-1643-7659-a5e2-8983e836a107',
      { names: 'key', name: '01a20bda-1643-7659-a5e2-8983e836a107', owner: null },
    ],
    ['alias/payroll', { names: 'alias', name: 'alias/payroll', owner: null }],
    ['acs:kms:cn-hangzhou:1:key/x', { names: 'key', name: 'x', owner }],
    ['acs:kms:cn-hangzhou:1:alias/a/b', { names: 'alias', name: 'alias/a/b', owner }],
    ['Alias/payroll', { names: 'key', name: 'Alias/payroll', owner: null }],
    [
      'acs:kms:cn-hangzhou:1:secret/x',
      { names: 'key', name: 'acs:kms:cn-hangzhou:1:secret/x', owner: null },
    ],
    [
      'acs:kms:cn-hangzhou:1:key/',
      { names: 'key', name: 'acs:kms:cn-hangzhou:1:key/', owner: null },
    ],
  ])('%s is read', (text, reference) => {
    expect(parseKeyReference(text)).toEqual(reference);
  });
});

describe('An alias', () => {
  it.each([
    'alias/a',
    'alias/Team/payroll_2-x',
    'alias/acs',
    'alias/acsess-control',
    `alias/${'a'.repeat(249)}`,
  ])('may be %s', (name) => {
    expect(isAliasName(name)).toBe(true);
  });

  it.each([
    '',
    'alias/',
    'payroll',
    'ALIAS/a',
    'alias/ä',
    'alias/acs/kms',
    'alias/acs/',
    'alias/a b',
    'alias/a\n',
    `alias/${'a'.repeat(250)}`,
  ])('may not be %j', (name) => {
    expect(isAliasName(name)).toBe(false);
  });
});
