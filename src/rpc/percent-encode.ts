/** Encodes by RFC 3986: all but A–Z a–z 0–9 - _ . ~ become upper-case %XX of their UTF-8. */
export function percentEncode(text: string): string {
  if (!/[^A-Za-z0-9._~-]/.test(text)) return text;
  const encoded = encodeURIComponent(text);
  return /[!'()*]/.test(encoded) ? encoded.replace(/[!'()*]/g, hexOf) : encoded;
}

const hexOf = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * Pairs sorted by the bytes of their decoded names, each encoded, joined to one text. JavaScript's own order is by UTF-16
 * units, which differs beyond U+FFFF. Each name is turned into bytes once, not once for each comparison.
 */
export const canonicalQuery = (pairs: Iterable<readonly [string, string]>): string =>
  Array.from(pairs, ([name, value]) => ({ bytes: Buffer.from(name), name, value }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
