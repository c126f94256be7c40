const MAX_CHARACTERS = 80;

/** A short name for a key: the first line of its description, otherwise its id. */
export function titleOf({
  keyId,
  description,
}: {
  readonly keyId: string;
  readonly description: string;
}): string {
  const line = description.trim().split('\n', 1)[0]?.trim() ?? '';
  const characters = [...line]; // by code points, so that no emoji is cut in two
  if (characters.length <= MAX_CHARACTERS) return line || keyId;
  return `${characters.slice(0, MAX_CHARACTERS).join('')}…`;
}
