import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type { KeyReference } from '#domain/key-reference.ts';
import type PrismaTypes from '#generated/pothos-types.ts';
import { getDatamodel } from '#generated/pothos-types.ts';
import type { GraphqlCall } from './call.ts';
import { decodeGlobalID, NODE_FIELDS } from './node-fields.ts';
import { COSTS, tooCostly } from './too-costly.ts';

/** Resolvers read by `call.read`, which checks the permission; Pothos itself reads nothing. */
function refuseToRead(): never {
  throw new TypeError('A field loads rows through Pothos. Read them with call.read.');
}

/** The schema is written by hand with this builder; its context is the call. */
export const builder = new SchemaBuilder<{
  PrismaTypes: PrismaTypes;
  Context: GraphqlCall;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Arn: { Input: string; Output: string };
    Bytes: { Input: Uint8Array; Output: Uint8Array };
    KeyId: { Input: KeyReference; Output: never };
    KeyReference: { Input: KeyReference; Output: never };
  };
  DefaultFieldNullability: false;
}>({
  plugins: [ComplexityPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: { client: refuseToRead, dmmf: getDatamodel(), exposeDescriptions: false },
  relay: {
    cursorType: 'String',
    decodeGlobalID,
    ...NODE_FIELDS,
    nodeTypeOptions: { description: 'Object that can be read again by its global id.' },
    pageInfoTypeOptions: { description: 'Position of a page in its connection.' },
    // The page itself says how many items it may hold (paging.ts); counted here again they would be squared.
    edgesFieldOptions: {
      description: 'Items of this page, each with its cursor.',
      complexity: { field: 0, multiplier: 1 },
    },
    pageInfoFieldOptions: {
      description: 'Position of this page in the connection.',
      complexity: { field: 0, multiplier: 1 },
    },
    cursorFieldOptions: {
      description: 'Opaque position of this item. Use it as `after` or `before`.',
    },
    nodeFieldOptions: { description: 'The item.', complexity: { field: 0, multiplier: 1 } },
  },
  complexity: {
    limit: (call) => call.limits,
    complexityError: (
      kind,
      { [kind.toLowerCase() as 'depth']: found, [`max${kind}` as 'maxDepth']: most },
    ) => tooCostly(COSTS[kind], Number(found), Number(most)),
  },
});

builder.queryType({
  description:
    'Reads. Each field needs the permission that its description names, and returns an error without it.',
});
builder.mutationType({
  description:
    'Changes to keys, and cryptography with them. A field that fails is null and adds an entry to `errors`; the other fields of the request still run. A permission to change a key includes reading it.',
});
builder.subscriptionType({
  description:
    'Live updates, as server-sent events: send the subscription with `Accept: text/event-stream`. Each event is checked against the permissions of the caller at that moment; the stream ends with an error once the caller has lost them. It ends without an error when the server stops: subscribe again with the last cursor.',
});
