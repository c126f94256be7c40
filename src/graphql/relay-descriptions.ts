import type { GraphQLSchema } from 'graphql';

/** What Relay's own parts are for: its plugin writes them without a word, and every field should explain itself. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Node: { id: 'The global id.' },
  PageInfo: {
    hasNextPage: 'Whether more follows after `endCursor`.',
    hasPreviousPage: 'Whether more stands before `startCursor`.',
    startCursor: 'The cursor of the first item; null on an empty page.',
    endCursor: 'The cursor of the last item; null on an empty page.',
  },
};

const ARGUMENTS: Readonly<Record<string, string>> = {
  id: 'A global id, as the field `id` of a node gives it.',
  first: 'At most this many, from the start or after `after`: 1 to 100.',
  after: 'Only what follows this cursor.',
  last: 'At most this many, from the end or before `before`: 1 to 100.',
  before: 'Only what precedes this cursor.',
};

/** Adds the missing descriptions. */
export function describeRelay(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.description ??= FIELDS[type.name]?.[field.name];
      if ('args' in field)
        for (const argument of field.args) argument.description ??= ARGUMENTS[argument.name];
    }
  }
  return schema;
}
