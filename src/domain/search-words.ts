/**
 * Words by which keys are found. Text and search are split by the same rules, so that a word that is typed finds the text
 * that it was copied from.
 */

/** Longest word in code points; a longer one is cut, in a text and in a search alike. */
const MAX_WORD_CODE_POINTS = 64;
/** Most distinct words that are kept of one text. */
const MAX_WORDS = 256;
/** Most terms in one search. */
export const MAX_SEARCH_TERMS = 8;

// Marks belong to the letter before them: vowel signs of Hindi and Thai, accents that have no composed form.
const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const HAN_OR_OTHER = /\p{Script=Han}+|\P{Script=Han}+/gu;
const HAN = /^\p{Script=Han}/u;

/** Overlapping pairs of characters: Chinese writes no spaces between words. One character stays itself. */
function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The words of a text in the order of their first occurrence, each once. @param most how many at most; absent: all */
function split(text: string, most = Number.POSITIVE_INFINITY): string[] {
  const words = new Set<string>();
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN))
    for (const [part] of run.matchAll(HAN_OR_OTHER)) {
      const found = HAN.test(part)
        ? pairsOf(part)
        : [[...part].slice(0, MAX_WORD_CODE_POINTS).join('')];
      for (const word of found) {
        if (words.size >= most) return [...words];
        words.add(word);
      }
    }
  return [...words];
}

/**
 * The words under which a text is found: runs of letters and digits in lower case after NFKC (UAX #15), of Han text the
 * overlapping pairs of characters.
 * @returns at most 256 distinct words of at most 64 code points each
 */
export const wordsOf = (text: string): string[] => split(text, MAX_WORDS);

/**
 * The terms of a search, each of which must be the beginning of a word of the text.
 * @returns none for a search without a letter or digit; there may be more than MAX_SEARCH_TERMS, which the caller refuses
 */
export const termsOf = (search: string): string[] => split(search);

const LAST_CODE_POINT = 0x10ffff;
const BEFORE_SURROGATES = 0xd7ff;
const AFTER_SURROGATES = 0xe000;

/**
 * The first text that does not begin with `prefix`, in the order of code points, which is that of UTF-8 bytes: SQLite's BINARY
 * and PostgreSQL's COLLATE "C". The texts that begin with a prefix are those from the prefix up to its successor.
 * @returns undefined where no text is greater
 */
export function successorOf(prefix: string): string | undefined {
  const codePoints = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  while (codePoints.at(-1) === LAST_CODE_POINT) codePoints.pop();
  const last = codePoints.pop();
  if (last === undefined) return undefined;
  const next = last === BEFORE_SURROGATES ? AFTER_SURROGATES : last + 1;
  return String.fromCodePoint(...codePoints, next);
}
