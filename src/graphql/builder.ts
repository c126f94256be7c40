import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { InvalidParameterError } from '#domain/errors.ts';
import type { KeyReference } from '#domain/key-reference.ts';
import { isStorableText } from '#domain/text.ts';
import type PrismaTypes from '#generated/pothos-types.ts';
import { getDatamodel } from '#generated/pothos-types.ts';
import type { GraphqlCall } from './call.ts';

/** What a query costs, by the kinds of the complexity plugin. */
const COSTS = { Depth: 'depth', Breadth: 'number of fields', Complexity: 'cost' } as const;

/** The types that are nodes. */
const NODES: readonly string[] = ['KeyMetadata'];
const LONGEST_ID = 64;

/** A global id is the base64 of `<type>:<id>`. @throws InvalidParameterError for what no node ever gave */
function decodeGlobalID(globalId: string): { typename: string; id: string } {
  const [, typename = '', id] =
    /^(\w+):(.+)$/.exec(Buffer.from(globalId, 'base64').toString('utf8')) ?? [];
  if (!id || !isStorableText(id, 1, LONGEST_ID) || !NODES.includes(typename))
    throw new InvalidParameterError('id', 'Hand back a global id that a node gave.');
  return { typename, id };
}

/** The schema is written by hand with this builder; its context is the call. */
export const builder = new SchemaBuilder<{
  PrismaTypes: PrismaTypes;
  Context: GraphqlCall;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Arn: { Input: string; Output: string };
    Bytes: { Input: Uint8Array; Output: Uint8Array };
    KeyReference: { Input: KeyReference; Output: never };
  };
  DefaultFieldNullability: false;
}>({
  plugins: [ComplexityPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: { client: (call) => call.services.db, dmmf: getDatamodel(), exposeDescriptions: false },
  relay: {
    cursorType: 'String',
    nodesQueryOptions: false,
    nodeQueryOptions: {
      description: 'One node by its global id; null when there is none in this account.',
    },
    nodeTypeOptions: { description: 'Anything that can be fetched again by its global id.' },
    pageInfoTypeOptions: { description: 'Where a page of a connection stands in the whole.' },
    // The page itself says how many items it may hold (paging.ts); counted here again they would be squared.
    edgesFieldOptions: {
      description: 'The items of this page, each with its cursor.',
      complexity: { field: 0, multiplier: 1 },
    },
    decodeGlobalID,
    pageInfoFieldOptions: {
      description: 'Where this page stands in the whole.',
      complexity: { field: 0, multiplier: 1 },
    },
    cursorFieldOptions: {
      description: 'Marks this place; hand it back as `after` or `before`. Opaque.',
    },
    nodeFieldOptions: { description: 'The item itself.', complexity: { field: 0, multiplier: 1 } },
  },
  complexity: {
    limit: (call) => call.limits,
    complexityError: (
      kind,
      { [kind.toLowerCase() as 'depth']: found, [`max${kind}` as 'maxDepth']: most },
    ) =>
      new GraphQLError(
        `This query is too costly: its ${COSTS[kind]} is ${found}, and the limit is ${most}. Ask for smaller pages or fewer fields, or send several requests.`,
        { extensions: { code: 'QUERY_TOO_COSTLY', cost: found, limit: most } },
      ),
  },
});

builder.queryType({
  description: 'What can be read. Reading needs the permission of the operation named.',
});
builder.mutationType({
  description:
    'What can be done. Each field is null when it failed, and `errors` says why; its neighbours stand. A permission to change a key includes seeing it.',
});
