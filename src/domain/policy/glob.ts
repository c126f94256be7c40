import { matchesLongGlob } from './long-glob.ts';

/**
 * Whether a text matches a pattern in which `*` is any run of characters, also an empty one, and `?` is exactly one
 * character (code point). Other characters match themselves.
 */
export const matchesGlob = (pattern: string, text: string): boolean =>
  pattern.length * text.length > MAX_SIMPLE_STEPS
    ? matchesLongGlob(pattern, text)
    : matchesShortGlob(pattern, text);

/** A pattern with its literal beginning and end. Most texts differ from these, which two comparisons find. */
export interface Glob {
  readonly pattern: string;
  /** What precedes the first wildcard; all of a pattern without one. */
  readonly head: string;
  /** What follows the last wildcard; undefined: there is none. */
  readonly tail: string | undefined;
}

/** Splits a pattern once, so that each match is fast. */
export function compileGlob(pattern: string): Glob {
  const first = pattern.search(/[*?]/);
  if (first < 0) return { pattern, head: pattern, tail: undefined };
  const last = Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
  return { pattern, head: pattern.slice(0, first), tail: pattern.slice(last + 1) };
}

/** As `matchesGlob`. A policy of 2 KB can have thirty patterns, and a user twenty such policies. */
export const matches = ({ pattern, head, tail }: Glob, text: string): boolean =>
  tail === undefined
    ? text === head
    : text.length >= head.length + tail.length &&
      text.startsWith(head) &&
      text.endsWith(tail) &&
      matchesGlob(pattern, text);

/**
 * A policy of 32 KB and an encryption context of 8 KB would take 268 million simple steps, and all callers would wait
 * for them for a second.
 */
const MAX_SIMPLE_STEPS = 10_000;

/**
 * Matches in at most pattern × text steps: a failed match returns only to the last `*`, because an earlier one cannot
 * find more.
 */
export function matchesShortGlob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    const wanted = p < pattern.length ? pattern.charCodeAt(p) : END;
    if (wanted === STAR) {
      star = p;
      retry = t;
      p += 1;
    } else if (wanted === text.charCodeAt(t) && wanted !== QUESTION_MARK) {
      p += 1;
      t += 1;
    } else if (wanted === QUESTION_MARK) {
      p += 1;
      t += characterUnits(text, t);
    } else if (star >= 0) {
      retry += characterUnits(text, retry);
      p = star + 1;
      t = retry;
    } else return false;
  }
  while (pattern.charCodeAt(p) === STAR) p += 1;
  return p === pattern.length;
}

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
const END = -1;

/** Whether `*` after a surrogate pair must go on by 2 UTF-16 units, so that `?` cannot match half of a pair. */
const characterUnits = (text: string, at: number): number =>
  (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;

/**
 * Whether a pattern matches every text that begins with the prefix. It returns false for the few such patterns that do
 * not end in `*`, such as `*?`: false means "not certain".
 */
export const coversPrefix = (pattern: string, prefix: string): boolean =>
  pattern.endsWith('*') && matchesGlob(pattern, prefix);

/**
 * Whether some text matches both a pattern and a form, in which `*` is any run without a colon. Takes
 * pattern × form steps.
 */
export function canMatchForm(pattern: string, form: string): boolean {
  let reached = startRow(form);
  for (const character of pattern) {
    reached = nextRow(character, form, reached);
    if (!reached.includes(true)) return false;
  }
  return reached[form.length] === true;
}

/** For each length of a beginning of the form, whether it can match the beginning of the pattern read so far. */
function startRow(form: string): boolean[] {
  const row = [true];
  for (let at = 0; at < form.length; at += 1) row.push(row[at] === true && form[at] === '*');
  return row;
}

function nextRow(character: string, form: string, reached: readonly boolean[]): boolean[] {
  const isStar = character === '*';
  const row = [isStar && reached[0] === true];
  for (let at = 0; at < form.length; at += 1) {
    const formIsStar = form[at] === '*';
    const together =
      !formIsStar && !isStar && (character === '?' || character === form[at]) && reached[at];
    const formTakesCharacter = formIsStar && character !== ':' && reached[at + 1];
    const starIsEmpty = isStar && reached[at + 1];
    const starTakesForm = isStar && row[at];
    const formIsEmpty = formIsStar && row[at];
    row.push(
      Boolean(together || formTakesCharacter || starIsEmpty || starTakesForm || formIsEmpty),
    );
  }
  return row;
}
