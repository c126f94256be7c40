import { type GraphQLArgument, type GraphQLSchema, getNamedType } from 'graphql';

const SCHEMA =
  'Keywright, a key management service: symmetric keys and key pairs, their versions, aliases and tags, and cryptography with them. The material of a key never leaves the service. `Query.errorCodes` lists every value of `extensions.code` of an error.';

/** Fields of Relay, which its plugin adds without a description. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Node: { id: 'Global id, for `node` and `nodes`.' },
  PageInfo: {
    hasNextPage: 'Whether there are items after `endCursor`.',
    hasPreviousPage: 'Whether there are items before `startCursor`.',
    startCursor: 'Cursor of the first item; null on an empty page.',
    endCursor: 'Cursor of the last item; null on an empty page.',
  },
};

const ARGUMENTS: Readonly<Record<string, string>> = {
  id: 'Global id, as the field `id` of a node returns it.',
  ids: 'Global ids, at most 100, as the field `id` of a node returns them.',
  first: 'Number of items from the start, or after `after`: 1 to 100.',
  after: 'Cursor: only items after it.',
  last: 'Number of items from the end, or before `before`: 1 to 100.',
  before: 'Cursor: only items before it.',
};

/** Adds the description of the schema, of what the Relay plugin adds, and of each `input`: that of its type. */
export function describeSchema(schema: GraphQLSchema): GraphQLSchema {
  schema.description = SCHEMA;
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.description ??= FIELDS[type.name]?.[field.name];
      if (!('args' in field)) continue;
      for (const argument of field.args as readonly GraphQLArgument[])
        argument.description ??=
          argument.name === 'input'
            ? getNamedType(argument.type).description
            : ARGUMENTS[argument.name];
    }
  }
  return schema;
}
