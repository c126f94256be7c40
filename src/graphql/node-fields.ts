import { brandWithType } from '@pothos/core';
import { InvalidParameterError } from '#domain/errors.ts';
import { isStorableText } from '#domain/text.ts';

/** Types that are nodes. A global id is the base64 of `<type>:<id>`. */
const NODES: readonly string[] = [
  'KeyMetadata',
  'KeyVersion',
  'Alias',
  'User',
  'Role',
  'Policy',
  'BrowserSession',
  'AuditEvent',
];
const MAX_ID_CHARACTERS = 64;
/** Most ids in one `nodes`. */
export const MAX_NODES = 100;

interface GlobalId {
  /** Empty for what no node ever returned. */
  readonly typename: string;
  readonly id: string;
}

/** Splits a global id. What no node ever returned gets an empty type, which `checked` refuses under the argument's name. */
export function decodeGlobalID(globalId: string): GlobalId {
  const [, typename = '', id = ''] =
    /^(\w+):(.+)$/.exec(Buffer.from(globalId, 'base64').toString('utf8')) ?? [];
  return NODES.includes(typename) && isStorableText(id, 1, MAX_ID_CHARACTERS)
    ? { typename, id }
    : { typename: '', id: '' };
}

/** @throws InvalidParameterError for an id that no node returned, and for too many */
function checked<Id extends GlobalId>(field: string, ids: readonly Id[]): Id[] {
  if (ids.length > MAX_NODES)
    throw new InvalidParameterError(field, `Give at most ${MAX_NODES} ids.`);
  if (ids.some(({ typename }) => !typename))
    throw new InvalidParameterError(
      field,
      'Use a global id that the field `id` of a node returned.',
    );
  return [...ids];
}

const SCOPE =
  'Null if there is no such object in the account. Reading a node needs the permission of its type: `kms:DescribeKey` for KeyMetadata, `kms:DescribeKeyVersion` for KeyVersion, `kms:ListAliases` for Alias, `ram:GetUser` for User, `ram:GetRole` for Role, `ram:GetPolicy` for Policy, `ram:ListBrowserSessions` for BrowserSession, `kms:ListAuditEvents` for AuditEvent.';

/** Options of the Relay plugin for `node` and `nodes`. */
export const NODE_FIELDS = {
  nodeQueryOptions: {
    description: `Object with this global id. ${SCOPE}`,
    resolve: <Id extends GlobalId, Node>(
      _root: unknown,
      { id }: { readonly id: Id },
      _call: unknown,
      _info: unknown,
      resolveNode: (id: Id) => Node,
    ): Promise<Awaited<Node>> => {
      checked('id', [id]);
      return branded(resolveNode(id), id);
    },
  },
  nodesQueryOptions: {
    nullable: { list: true, items: true },
    description: `Objects with these global ids, in the order of the ids. ${SCOPE} Costs as many times its fields as there are ids.`,
    complexity: ({ ids }: { readonly ids: readonly unknown[] }) => ({
      field: 1,
      multiplier: ids.length,
    }),
    resolve: async <Id extends GlobalId, Nodes>(
      _root: unknown,
      { ids }: { readonly ids: readonly Id[] },
      _call: unknown,
      _info: unknown,
      resolveNodes: (ids: Id[]) => Nodes,
    ): Promise<Awaited<Nodes>> => {
      const nodes = (await resolveNodes(checked('ids', ids))) as readonly unknown[];
      return nodes.map((node, at) => branded(node, ids[at])) as Awaited<Nodes>;
    },
  },
} as const;

/**
 * A node with the mark by which Pothos finds its type. Pothos marks a node after it has put it into its cache, so a second
 * field of the query that asks for the same node can get it without the mark.
 */
async function branded<Node>(node: Node, id: GlobalId | undefined): Promise<Awaited<Node>> {
  const loaded = await node;
  if (id) brandWithType(loaded, id.typename as never);
  return loaded;
}

/**
 * Reads nodes for the Relay plugin, each by `load`. An error becomes the result of its own id, so that `nodes` still returns
 * the others.
 */
export const loadEach = <Node>(
  ids: readonly string[],
  load: (id: string) => Promise<Node | null>,
): Promise<(Node | null)[]> =>
  Promise.all(ids.map((id) => load(id).catch((error: unknown) => error as never)));
