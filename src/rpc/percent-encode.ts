import type { Params } from './query-string.ts';

/**
 * Percent-encodes the UTF-8 of all but RFC 3986's unreserved characters (§2.3): A–Z a–z 0–9 - _ . ~
 */
export function percentEncode(text: string): string {
  if (!/[^A-Za-z0-9._~-]/.test(text)) return text;
  const encoded = encodeURIComponent(text);
  return /[!'()*]/.test(encoded) ? encoded.replace(/[!'()*]/g, hexOf) : encoded;
}

const hexOf = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Encodes and joins parameters, sorted by the UTF-8 bytes of their decoded names. */
export function canonicalQuery(params: Params): string {
  let query = '';
  for (const name of sortedNames(params))
    query += `${query && '&'}${percentEncode(name)}=${percentEncode(params.get(name) ?? '')}`;
  return query;
}

/** Half of a character beyond U+FFFF. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Names sorted by their UTF-8 bytes. JavaScript sorts by UTF-16 units, which is the same order where
 * no character is beyond U+FFFF.
 */
export function sortedNames(params: Params): string[] {
  const names = [...params.keys()];
  if (!names.some((name) => SURROGATE.test(name))) return names.sort();
  // Names become bytes here, once, and not at each comparison.
  return names
    .map((name) => ({ bytes: Buffer.from(name), name }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ name }) => name);
}
