import { lengthPrefixed } from './length-prefixed.ts';

/** A caller's pairs. Decryption needs the same pairs. A list, because an object would lose a pair named `__proto__`. */
export type EncryptionContext = readonly (readonly [name: string, value: string])[];

/** Of a context written as compact JSON (help page "EncryptionContext"). */
const MAX_CONTEXT_CHARACTERS = 8_192;

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * The bytes that are authenticated: names and values, each with its length, sorted by the bytes of the names. They are
 * equal only for the same pairs, in any order, and empty for an empty context, which equals no context.
 */
export const canonicalContext = (context: EncryptionContext): Buffer =>
  lengthPrefixed(context.toSorted(byName).flat());

/** Whether the names are unique, all texts are well-formed Unicode, and the context is not too long for the API. */
export function isContext(pairs: EncryptionContext): boolean {
  const names = new Set(pairs.map(([name]) => name));
  const length =
    2 +
    pairs.reduce(
      (sum, [name, value]) => sum + JSON.stringify(name).length + JSON.stringify(value).length + 2,
      -1,
    );
  return (
    names.size === pairs.length &&
    (pairs.length === 0 || length <= MAX_CONTEXT_CHARACTERS) &&
    pairs.every((pair) => pair.every((text) => text.isWellFormed()))
  );
}

const SPACE = String.raw`[ \t\r\n]*`;
const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const PAIR = new RegExp(`${SPACE}(${STRING})${SPACE}:${SPACE}(${STRING})${SPACE}`, 'y');

/**
 * The pairs of a flat JSON object of strings; null for anything else. `JSON.parse` cannot be used: it silently drops the
 * first of two equal names, so that two different contexts would be the same.
 */
export function parseJsonContext(text: string): EncryptionContext | null {
  if (text.length > MAX_CONTEXT_CHARACTERS) return null;
  const body = new RegExp(`^${SPACE}\\{([\\s\\S]*)\\}${SPACE}$`).exec(text)?.[1];
  if (body === undefined) return null;
  if (new RegExp(`^${SPACE}$`).test(body)) return [];
  const pairs: [string, string][] = [];
  for (let at = 0; ; at += 1) {
    PAIR.lastIndex = at;
    const [all, name, value] = PAIR.exec(body) ?? [];
    if (all === undefined || name === undefined || value === undefined) return null;
    pairs.push([JSON.parse(name) as string, JSON.parse(value) as string]);
    at += all.length;
    if (at === body.length) return pairs;
    if (body[at] !== ',') return null;
  }
}
