/** Encodes by RFC 3986: all but A–Z a–z 0–9 - _ . ~ become upper-case %XX of their UTF-8. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

// By bytes of UTF-8, as the signature asks; JavaScript's own order is by UTF-16 units, which differs beyond U+FFFF.
const byBytes = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Pairs sorted by decoded name, each encoded, joined to one text. */
export const canonicalQuery = (pairs: Iterable<readonly [string, string]>): string =>
  [...pairs]
    .sort(byBytes)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
