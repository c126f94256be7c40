/** Reasons at the end of graphql-js's message about a variable. They quote only names of the schema, and not the input. */
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
    (type, hint) => `The enum "${type}" has no such value.${hint}`,
  ],
  [
    /; (Expected type "\w+" to be an object\.|Expected non-nullable type "[\w![\]]+" not to be null\.)$/,
    (reason) => reason,
  ],
  [/; (Bytes are written as base64 with its padding\.)$/, (reason) => reason],
  [/; (Give a time as RFC 3339 writes it, [\w ,]+\.)$/, (reason) => reason],
  [/; (Exactly one key must be specified for OneOf type "\w+"\.)$/, (reason) => reason],
  [/; (Field "\w+" must be non-null\.)$/, (reason) => reason],
];
/**
 * Messages of graphql-js that quote a value of the document, without it. Names of the document stay: they are words of the
 * schema, or of the client's code.
 */
const WITHOUT_VALUES: readonly (readonly [RegExp, string])[] = [
  [/^(Syntax Error: .{0,60}?\b(?:String|BlockString|Int|Float)) ".*$/s, '$1.'],
  [
    /^((?:\w+|Enum "\w+") cannot represent (?:a )?non[\w -]* value): .*?(?:\.( Did you mean the enum value [\w", ]+\?)|\.)?$/s,
    '$1.$2',
  ],
  [/^Value ".*" does not exist in "(\w+)" enum\./s, 'The enum "$1" has no such value.'],
  [/^(Expected value of type "[\w![\]]+"), found (?!null\.).*$/s, '$1.'],
  [/^(Argument "\w+" has invalid value) .*$/s, '$1.'],
  [
    /^Unexpected parameter ".*" in the request body\.$/s,
    'Send only query, variables, operationName and extensions in the body.',
  ],
];
const MAX_END_CHARACTERS = 1_000;
const UNKNOWN = 'See its type in the schema.';

/**
 * Removes the input from a message. graphql-js quotes a value that does not fit, which may be a secret; the message keeps the place and, where it quotes nothing, the reason.
 * @returns a message, and the input field at fault where there is one
 */
export function withoutInput(message: string): { message: string; field?: string | undefined } {
  const [, variable] = /^Variable "\$(\w+)" got invalid value/.exec(message) ?? [];
  if (!variable) return { message: withoutValue(message) };
  // The value stands before the reason. A long value may look like a reason, so only the end is read.
  const end = message.slice(-MAX_END_CHARACTERS);
  const place = [...end.matchAll(/ at "([\w.[\]]+)"; /g)].at(-1)?.[1] ?? variable;
  const missing = /; Field "(\w+)" of required type "[^"]+" was not provided\.$/.exec(end)?.[1];
  const field = missing ?? (place === variable ? undefined : /(\w+)(?:\[\d+\])?$/.exec(place)?.[1]);
  return {
    message: `Variable "$${variable}" got an invalid value at "${place}". ${reasonIn(end)}`,
    field,
  };
}

function withoutValue(message: string): string {
  for (const [pattern, rest] of WITHOUT_VALUES)
    if (pattern.test(message)) return message.replace(pattern, rest);
  return message;
}

function reasonIn(end: string): string {
  for (const [pattern, tell] of REASONS) {
    const [found, ...groups] = pattern.exec(end) ?? [];
    if (found) return tell(...groups.map((group) => group ?? ''));
  }
  return UNKNOWN;
}
