const LENGTH_BYTES = 4;

/**
 * Joins parts so that two different lists never give the same bytes: each part as its length in bytes (4 bytes,
 * big-endian) and its bytes. With a separator, a part that contains the separator would look like two parts.
 */
export const joinParts = (parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    parts.flatMap((bytes) => {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

/** Joins texts likewise, as UTF-8. */
export const lengthPrefixed = (texts: readonly string[]): Buffer =>
  joinParts(texts.map((text) => Buffer.from(text, 'utf8')));

/** The parts of bytes that `joinParts` made, without copying them; undefined for any other bytes. */
export function splitParts(bytes: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < LENGTH_BYTES) return undefined;
    const begin = at + LENGTH_BYTES;
    at = begin + bytes.readUInt32BE(at);
    if (at > bytes.length) return undefined;
    parts.push(bytes.subarray(begin, at));
  }
  return parts;
}
