/** Words that say nothing on their own. */
const STOP_WORDS = new Set(
  'a an and any as at be by can for from has have here in is it its may of on one or that the them there these this those to was were whether which with your'.split(
    ' ',
  ),
);

/** Lower-case words of a text or of a name in camelCase, PascalCase or SNAKE_CASE, without plural endings. */
function wordsOf(text: string): Set<string> {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return new Set((words ?? []).map((word) => (/[^s]s$/.test(word) ? word.slice(0, -1) : word)));
}

/**
 * Whether a description adds nothing to the names it stands beside: every word that is not a stop word occurs in them.
 * @param names the described name, and that of its parent where it has one
 */
export function repeatsName(description: string, ...names: readonly string[]): boolean {
  const known = wordsOf(names.join(' '));
  return [...wordsOf(description)].every((word) => STOP_WORDS.has(word) || known.has(word));
}
