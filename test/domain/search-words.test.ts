import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { successorOf, termsOf, wordsOf } from '#domain/search-words.ts';

describe('The words of a text', () => {
  it.each([
    ['Payroll, signing KEY (2026)', ['payroll', 'signing', 'key', '2026']],
    ['alias/payroll-prod_eu', ['alias', 'payroll', 'prod', 'eu']],
    ['the key, THE key', ['the', 'key']],
    ['ﬁnance ＡＢＣ１２', ['finance', 'abc12']], // NFKC
    ['Straße ÉCOLE e\u0301cole', ['straße', 'école']],
    ['हिन्दी', ['हिन्दी']], // vowel signs are marks, and part of the word
    ['密钥管理', ['密钥', '钥管', '管理']],
    ['密', ['密']],
    ['支付KMS密钥2号', ['支付', 'kms', '密钥', '2', '号']],
    ['鍵の管理', ['鍵', 'の', '管理']],
    ['𠮷野家', ['𠮷野', '野家']], // beyond the basic plane
    ['', []],
    ['-- / …', []],
    ['\ud800', []],
  ])('%j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
    expect(termsOf(text)).toEqual(words);
  });

  it('have at most 64 code points, in a text and in a search', () => {
    const long = '𝒳'.repeat(65); // becomes x
    expect(wordsOf(long)).toEqual(['x'.repeat(64)]);
    expect(termsOf('é'.repeat(70))).toEqual(['é'.repeat(64)]);
  });

  it('are at most 256, each once', () => {
    const many = Array.from({ length: 300 }, (_, index) => `w${index}`).join(' ');
    expect(wordsOf(`${many} ${many}`)).toHaveLength(256);
    expect(new Set(wordsOf(many)).size).toBe(256);
    expect(wordsOf('密钥管理'.repeat(2_048))).toHaveLength(4);
  });

  it('are found by the whole word and by its beginning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const word of wordsOf(text)) {
          const upper = successorOf(word);
          expect(Buffer.compare(Buffer.from(word), Buffer.from(upper ?? '')) < 0).toBe(true);
        }
        expect(termsOf(text).slice(0, 256)).toEqual(wordsOf(text));
      }),
    );
  });
});

describe('The successor of a text', () => {
  it.each([
    ['a', 'b'],
    ['ab', 'ac'],
    ['az', 'a{'],
    ['\ud7ff', '\ue000'],
    ['a\u{10ffff}', 'b'],
    ['\u{10ffff}', undefined],
    ['', undefined],
  ])('%j is %j', (text, successor) => {
    expect(successorOf(text)).toBe(successor);
  });

  it('is beyond every text that begins so, and before every greater one, by bytes', () => {
    const codePoint = fc
      .integer({ min: 0, max: 0x10ffff })
      .filter((value) => value < 0xd800 || value > 0xdfff);
    const text = fc
      .array(codePoint, { minLength: 1, maxLength: 4 })
      .map((values) => String.fromCodePoint(...values));
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const upper = successorOf(prefix);
        if (upper === undefined) return;
        const within =
          Buffer.compare(Buffer.from(other), Buffer.from(prefix)) >= 0 &&
          Buffer.compare(Buffer.from(other), Buffer.from(upper)) < 0;
        expect(within).toBe(other.startsWith(prefix));
      }),
    );
  });
});
