import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesShortGlob } from '#domain/policy/glob.ts';
import { matchesLongGlob } from '#domain/policy/long-glob.ts';

const piece = fc.constantFrom('a', 'b', '𠮷', '*', '?', 'a*', 'aaaa');
const short = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const long = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
const textLike = (text: string): string => text.replaceAll('*', 'ab').replaceAll('?', '𠮷');

const bySpecification = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/\*+/g, '[^]*').replaceAll('?', '[^]')}$`, 'u').test(text);

describe('A pattern', () => {
  it('matches in both ways what a regular expression matches', () => {
    let matched = 0;
    fc.assert(
      fc.property(short, short, fc.boolean(), (pattern, other, isAlike) => {
        const text = textLike(isAlike ? pattern : other);
        const expected = bySpecification(pattern, text);
        matched += expected ? 1 : 0;
        expect(matchesShortGlob(pattern, text)).toBe(expected);
        expect(matchesLongGlob(pattern, text)).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(matched).toBeGreaterThan(2_000);
  });

  it('of more than 32 characters matches in both ways', () => {
    fc.assert(
      fc.property(long, long, fc.boolean(), (pattern, other, isAlike) => {
        const text = textLike(isAlike ? pattern : other);
        expect(matchesLongGlob(pattern, text)).toBe(matchesShortGlob(pattern, text));
      }),
      { numRuns: 5_000 },
    );
    for (const length of [31, 32, 33, 63, 64, 65]) {
      expect(matchesLongGlob('a'.repeat(length), 'a'.repeat(length))).toBe(true);
      expect(matchesLongGlob('a'.repeat(length), 'a'.repeat(length + 1))).toBe(false);
      expect(matchesLongGlob(`${'?'.repeat(length)}*`, 'a'.repeat(length))).toBe(true);
    }
  });

  it('takes * and ? in the text for themselves', () => {
    for (const matches of [matchesShortGlob, matchesLongGlob, matchesGlob]) {
      expect(matches('a*', 'a*?')).toBe(true);
      expect(matches('a', '*')).toBe(false);
      expect(matches('a?', 'a*')).toBe(true);
      expect(matches('?', '?')).toBe(true);
    }
  });
});
