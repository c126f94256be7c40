/** What graphql-js says of a variable ends in a reason. These quote names of the schema alone, bar what is left out here. */
const REASONS: readonly (readonly [RegExp, (...groups: string[]) => string])[] = [
  [
    /; Field "(\w+)" of required type "([\w![\]]+)" was not provided\.$/,
    (field, type) => `Field "${field}" of required type "${type}" was not provided.`,
  ],
  [
    /; Field ".*" is not defined by type "(\w+)"\.( Did you mean [\w", ]+\?)?$/s,
    (type, hint) => `It has a field that type "${type}" does not define.${hint}`,
  ],
  [
    /; Value ".*" does not exist in "(\w+)" enum\.( Did you mean [\w", ]+\?)?$/s,
    (type, hint) => `It is no value of the enum "${type}".${hint}`,
  ],
  [
    /; (Expected type "\w+" to be an object\.|Expected non-nullable type "[\w![\]]+" not to be null\.)$/,
    (reason) => reason,
  ],
  [/; (Bytes are written as base64 with its padding\.)$/, (reason) => reason],
];
const LONGEST_END = 1_000;
const UNKNOWN = 'The schema says what it takes.';

/**
 * graphql-js quotes the value of a variable that does not fit. It may be a secret, so what is told is the place and, where
 * it quotes nothing, the reason. @returns a message, and the input field at fault where there is one
 */
export function withoutInput(message: string): { message: string; field?: string | undefined } {
  const [, variable] = /^Variable "\$(\w+)" got invalid value/.exec(message) ?? [];
  if (!variable) return { message };
  // The value stands before; of a long one, which may look like anything, nothing is read.
  const end = message.slice(-LONGEST_END);
  const place = [...end.matchAll(/ at "([\w.[\]]+)"; /g)].at(-1)?.[1] ?? variable;
  const missing = /; Field "(\w+)" of required type "[^"]+" was not provided\.$/.exec(end)?.[1];
  const field = missing ?? (place === variable ? undefined : /(\w+)(?:\[\d+\])?$/.exec(place)?.[1]);
  return {
    message: `Variable "$${variable}" got an invalid value at "${place}". ${reasonIn(end)}`,
    field,
  };
}

function reasonIn(end: string): string {
  for (const [pattern, tell] of REASONS) {
    const [found, ...groups] = pattern.exec(end) ?? [];
    if (found) return tell(...groups.map((group) => group ?? ''));
  }
  return UNKNOWN;
}
