import { listAliases } from '#operations/alias/list-aliases.ts';
import { listAliasesByKeyId } from '#operations/alias/list-aliases-by-key-id.ts';
import { namesBeginningWith } from '#operations/common/aliases.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { ORDER_BY_NAME, orderById } from '../../orders.ts';
import { countAll, PAGES, pageCost, readConnection } from '../../paging.ts';
import { KeyMetadata } from '../key/key-metadata.ts';
import { Alias } from './alias.ts';

const AliasEdge = builder.edgeObject({
  type: Alias,
  name: 'AliasEdge',
  nodeNullable: false,
  description: 'Alias with its cursor.',
});
const AliasConnection = builder.connectionObject(
  {
    type: Alias,
    name: 'AliasConnection',
    description: 'Page of aliases.',
    edgesNullable: { list: false, items: false },
    fields: (t) => ({
      totalCount: t.int({
        description: 'Number of aliases on all pages. Counted only if selected, once per query.',
        resolve: countAll,
      }),
    }),
  },
  AliasEdge,
);

const ORDER = orderById<{ readonly id: string }>('alias');

builder.prismaObjectField(KeyMetadata, 'aliases', (t) =>
  t.connection(
    {
      type: Alias,
      nullable: true,
      description: `${listAliasesByKeyId.summary} ${PAGES} Needs the permission \`kms:ListAliasesByKeyId\`.`,
      args: {
        prefix: t.arg.string({
          description: 'Beginning of the name, with `alias/`: only aliases whose name has it.',
        }),
      },
      complexity: pageCost,
      resolve: async (key, { prefix, ...args }, call, info) => {
        const { id: keyId } = key;
        const names = namesBeginningWith(prefix ?? undefined);
        const { aliasesOfKey, aliasCount } = await call.readOf(listAliasesByKeyId, key);
        return readConnection(args, {
          order: ORDER,
          read: aliasesOfKey(keyId, names),
          count: () =>
            countOnce(call, info, ['aliases', keyId, prefix], () => aliasCount(keyId, names)),
        });
      },
    },
    AliasConnection,
    AliasEdge,
  ),
);

builder.queryField('aliases', (t) =>
  t.connection(
    {
      type: Alias,
      nullable: true,
      description: `${listAliases.summary} ${PAGES} Needs the permission \`kms:ListAliases\`.`,
      args: {
        prefix: t.arg.string({
          description:
            'Beginning of the name, with `alias/`: only aliases whose name has it, sorted by name.',
        }),
      },
      complexity: pageCost,
      resolve: (_root, { prefix, ...args }, call, info) => {
        const names = namesBeginningWith(prefix ?? undefined);
        const list = call.read(listAliases).aliasList(names);
        const count = () => countOnce(call, info, ['aliases', prefix], list.count);
        return names
          ? readConnection(args, { order: ORDER_BY_NAME, read: list.byName, count })
          : readConnection(args, { order: ORDER, read: list.byId, count });
      },
    },
    AliasConnection,
    AliasEdge,
  ),
);
