/**
 * Parameters and the text that V1 signs, written step by step from the documentation: the form encoding of the URL
 * standard, and the help page "RPC request signature". It is slow, and only shows what the server has to do.
 */

/** Why a text cannot be read, or its names and values in their order. */
export type NaiveParameters =
  | 'not decodable'
  | 'repeated name'
  | readonly (readonly [string, string])[];

const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/** Bytes of a name or a value: `+` is a space, %XX a byte, any other character its UTF-8. @returns undefined for a % without two digits */
function bytesOf(text: string): Buffer | undefined {
  const parts: Buffer[] = [];
  const characters = [...text];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '%') {
      const digits = `${characters[at + 1] ?? ''}${characters[at + 2] ?? ''}`;
      if (!HEX_PAIR.test(digits)) return undefined;
      parts.push(Buffer.from([Number.parseInt(digits, 16)]));
      at += 2;
    } else parts.push(Buffer.from(character === '+' ? ' ' : character));
  }
  return Buffer.concat(parts);
}

/** @returns undefined for bytes that are not UTF-8 */
function decode(text: string): string | undefined {
  const bytes = bytesOf(text);
  if (!bytes) return undefined;
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded).equals(bytes) ? decoded : undefined;
}

/** Reads `a=b&c=d`. That a text cannot be decoded counts before a repeated name. */
export function readNaively(text: string): NaiveParameters {
  const pairs: (readonly [string, string])[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [encodedName = '', ...rest] = part.split('=');
    const name = decode(encodedName);
    const value = decode(rest.join('='));
    if (name === undefined || value === undefined) return 'not decodable';
    pairs.push([name, value]);
  }
  const names = pairs.map(([name]) => name);
  return new Set(names).size < names.length ? 'repeated name' : pairs;
}

/** Each byte of UTF-8 but the unreserved characters as %XX. */
const encode = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_.~-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');

/** Encoded names and values, sorted by the bytes of the names. */
export const canonicalQueryNaively = (pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');

/** What V1 signs: all parameters but the signature, encoded twice. */
export const stringToSignNaively = (
  method: string,
  pairs: readonly (readonly [string, string])[],
): string =>
  [
    method,
    encode('/'),
    encode(canonicalQueryNaively(pairs.filter(([name]) => name !== 'Signature'))),
  ].join('&');
