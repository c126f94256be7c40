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

/**
 * Encodes and joins pairs, sorted by the UTF-8 bytes of their decoded names. JavaScript sorts by
 * UTF-16 units, which is another order beyond U+FFFF.
 */
export const canonicalQuery = (pairs: Iterable<readonly [string, string]>): string =>
  // Names become bytes here, once, and not at each comparison.
  Array.from(pairs, ([name, value]) => ({ bytes: Buffer.from(name), name, value }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
