// U+0000–U+001F except tab, LF and CR, and U+FFFE, U+FFFF: PostgreSQL rejects NUL, and XML 1.0 allows none of them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSTORABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** Whether a text is well-formed Unicode of `min` to `max` code points that both databases and XML keep unchanged. */
export function isStorableText(text: string, min: number, max: number): boolean {
  if (text.length < min || text.length > max * 2 || !text.isWellFormed() || UNSTORABLE.test(text))
    return false;
  return text.length <= max || [...text].length <= max;
}
