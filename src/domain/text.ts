// U+0000–U+001F but tab, LF and CR, and the two non-characters: PostgreSQL refuses NUL, XML 1.0 carries none of them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSTORABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** Well-formed Unicode of `min` to `max` code points that both databases and XML carry unchanged. */
export function isStorableText(text: string, min: number, max: number): boolean {
  if (text.length < min || text.length > max * 2 || !text.isWellFormed() || UNSTORABLE.test(text))
    return false;
  return text.length <= max || [...text].length <= max;
}
