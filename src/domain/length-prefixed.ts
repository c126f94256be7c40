const LENGTH_BYTES = 4;

/**
 * Joins parts so that two different lists never give the same bytes: each part as its length in bytes (4 bytes,
 * big-endian) and its bytes. With a separator, a part that contains the separator would look like two parts.
 */
export function joinParts(parts: readonly Uint8Array[]): Buffer {
  const joined = Buffer.alloc(
    parts.reduce((total, bytes) => total + LENGTH_BYTES + bytes.length, 0),
  );
  let at = 0;
  for (const bytes of parts) {
    at = joined.writeUInt32BE(bytes.length, at);
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined;
}

/** Joins texts likewise, as UTF-8. */
export function lengthPrefixed(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const joined = Buffer.alloc(lengths.reduce((total, bytes) => total + LENGTH_BYTES + bytes, 0));
  let at = 0;
  for (const [index, text] of texts.entries()) {
    at = joined.writeUInt32BE(lengths[index] ?? 0, at);
    at += joined.write(text, at);
  }
  return joined;
}

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
