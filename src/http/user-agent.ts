const MAX_CHARACTERS = 256;
/** UTF-8 has at most 3 bytes for each UTF-16 code unit (RFC 3629 §3). */
const MAX_BYTES = 3 * MAX_CHARACTERS;

const ASCII = /^[\t\x20-\x7e]*$/;
/** C1 control characters, which change what a terminal shows, and what XML 1.0 does not allow. */
const UNSUITABLE = /[\u0080-\u009f\ufffe\uffff]/g;
/** The first half of a surrogate pair whose second half was cut off. */
const CUT_PAIR = /[\ud800-\udbff]$/;

/**
 * The header User-Agent as text, at most 256 UTF-16 code units. It is UTF-8 if its first 768 bytes are, otherwise ISO 8859-1.
 * Unsuitable characters become U+FFFD.
 * @param header as Node gives it: each byte is one character, and no control character below U+0080 is there but the tab
 */
export function userAgentOf(header = ''): string {
  const bytes = header.slice(0, MAX_BYTES);
  if (ASCII.test(bytes)) return bytes.slice(0, MAX_CHARACTERS);
  const text = utf8In(bytes, header.length > MAX_BYTES) ?? bytes;
  return text.slice(0, MAX_CHARACTERS).replace(CUT_PAIR, '').replaceAll(UNSUITABLE, '\ufffd');
}

/** @param isCut the last character may be incomplete: it is left out @returns undefined if the bytes are not UTF-8 */
function utf8In(bytes: string, isCut: boolean): string | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(Buffer.from(bytes, 'latin1'), { stream: isCut });
  } catch {
    return undefined;
  }
}
