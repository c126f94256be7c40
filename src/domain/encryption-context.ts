import { lengthPrefixed } from './length-prefixed.ts';

/** A caller's pairs, to be repeated exactly when the ciphertext is opened. A list: an object would lose `__proto__`. */
export type EncryptionContext = readonly (readonly [name: string, value: string])[];

/** Characters of a context written as compact JSON (help page "EncryptionContext"). */
const LONGEST = 8_192;

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * The bytes that are authenticated: names and values, each with its length, in the order of the names' bytes. Equal
 * for the same pairs in any order and for no others; empty for an empty context, which is as good as none.
 */
export const canonicalContext = (context: EncryptionContext): Buffer =>
  lengthPrefixed(context.toSorted(byName).flat());

/** Each name once, well-formed Unicode, and no longer than the API allows. */
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
    (pairs.length === 0 || length <= LONGEST) &&
    pairs.every((pair) => pair.every((text) => text.isWellFormed()))
  );
}

const SPACE = String.raw`[ \t\r\n]*`;
const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const PAIR = new RegExp(`${SPACE}(${STRING})${SPACE}:${SPACE}(${STRING})${SPACE}`, 'y');

/**
 * A flat JSON object of strings as its pairs, or null when it is anything else. `JSON.parse` would keep the last of two
 * equal names and say nothing, so that two contexts would be one.
 */
export function parseJsonContext(text: string): EncryptionContext | null {
  if (text.length > LONGEST) return null;
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
