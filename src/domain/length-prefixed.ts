/**
 * Joins texts so that two different lists never give the same bytes: each text as its length in UTF-8 bytes (4 bytes,
 * big-endian) and its bytes. With a separator, a text that contains the separator would look like two texts.
 */
export function lengthPrefixed(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
