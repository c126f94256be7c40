/**
 * Joins texts so that no two lists give the same bytes: each as its UTF-8 length (4 bytes, big-endian) and its
 * bytes. Glued with a separator, a text that holds the separator would pass for two.
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
