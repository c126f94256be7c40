import { aliasArn } from '#domain/arn.ts';
import { createAlias } from '#operations/alias/create-alias.ts';
import { deleteAlias } from '#operations/alias/delete-alias.ts';
import { listAliases } from '#operations/alias/list-aliases.ts';
import { listAliasesByKeyId } from '#operations/alias/list-aliases-by-key-id.ts';
import { updateAlias } from '#operations/alias/update-alias.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { perform } from '#pipeline/perform.ts';
import { aliasesOf } from '#store/read/list-aliases.ts';
import { builder } from '../builder.ts';
import { countOnce } from '../count-once.ts';
import { describes } from '../describes.ts';
import { countAll, PAGES, pageCost, partOf, readConnection } from '../paging.ts';
import { permitRead } from '../permit.ts';
import { KeyMetadata } from './key.ts';

const Alias = builder.prismaObject('Alias', {
  name: 'Alias',
  description: 'A name of a key, which can be moved to another key.',
  fields: (t) => ({
    aliasName: t.exposeString('name', { description: 'The name with its prefix: `alias/…`.' }),
    aliasArn: t.field({
      type: 'Arn',
      description: 'The alias across accounts and regions.',
      resolve: ({ accountId, name }, _args, call) =>
        aliasArn(call.services.region, accountId, name),
    }),
    keyId: t.exposeString('keyId', { description: 'The id of the key that it names.' }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the alias was made.',
    }),
    key: t.field({
      type: KeyMetadata,
      nullable: true,
      description: 'The key that it names. Needs the permission `kms:DescribeKey`.',
      resolve: ({ keyId }, _args, call) => {
        permitRead(describeKey, call);
        return call.loaders.key(keyId);
      },
    }),
  }),
});

const AliasEdge = builder.edgeObject({
  type: Alias,
  name: 'AliasEdge',
  nodeNullable: false,
  description: 'An alias, and where it stands in the list.',
});
const AliasConnection = builder.connectionObject(
  {
    type: Alias,
    name: 'AliasConnection',
    description: 'A page of aliases.',
    edgesNullable: { list: false, items: false },
    fields: (t) => ({
      totalCount: t.int({
        description:
          'Number of aliases in the list, on all pages. Counted once per query, and only when asked for.',
        resolve: countAll,
      }),
    }),
  },
  AliasEdge,
);

const KIND = 'alias';

builder.prismaObjectField(KeyMetadata, 'aliases', (t) =>
  t.connection(
    {
      type: Alias,
      nullable: true,
      description: `${listAliasesByKeyId.summary} ${PAGES} Needs the permission \`kms:ListAliasesByKeyId\`.`,
      complexity: pageCost,
      resolve: ({ id: keyId }, args, call, info) => {
        permitRead(listAliasesByKeyId, call);
        const { loaders } = call;
        return readConnection(args, {
          kind: KIND,
          read: (part) => loaders.aliases(part)(keyId),
          count: () => countOnce(call, info, ['aliases', keyId], () => loaders.aliasCount(keyId)),
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
      complexity: pageCost,
      resolve: (_root, args, call, info) => {
        const { db, backgroundDb, clock } = call.services;
        const where = aliasesOf(permitRead(listAliases, call), clock());
        return readConnection(args, {
          kind: KIND,
          read: (part) => db.alias.findMany(partOf(where, part)),
          count: () =>
            countOnce(call, info, ['aliases'], () => backgroundDb.alias.count({ where })),
        });
      },
    },
    AliasConnection,
    AliasEdge,
  ),
);

const NAME =
  'The name: `alias/` and 1 to 249 letters, digits, `_`, `-` and `/`. Names that begin with `alias/acs/` are reserved.';

const CreateAliasInput = builder.inputType('CreateAliasInput', {
  description: 'Which key, and its new name.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key. No alias here.',
    }),
    aliasName: t.string({ required: true, description: NAME }),
  }),
});

builder.mutationField('createAlias', (t) =>
  t.field({
    ...describes(createAlias),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: CreateAliasInput,
        required: true,
        description: 'Which key, and its new name.',
      }),
    },
    resolve: async (_root, { input }, call) => (await perform(createAlias, call, input)).key,
  }),
);

const UpdateAliasInput = builder.inputType('UpdateAliasInput', {
  description: 'Which alias, and the key that it is to name.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key that the alias moves to. No alias here.',
    }),
    aliasName: t.string({ required: true, description: NAME }),
  }),
});

builder.mutationField('updateAlias', (t) =>
  t.field({
    ...describes(updateAlias),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: UpdateAliasInput,
        required: true,
        description: 'Which alias, and the key that it is to name.',
      }),
    },
    resolve: async (_root, { input }, call) => (await perform(updateAlias, call, input)).key,
  }),
);

const DeleteAliasInput = builder.inputType('DeleteAliasInput', {
  description: 'Which alias.',
  fields: (t) => ({
    aliasName: t.string({ required: true, description: 'The name with its prefix: `alias/…`.' }),
  }),
});

builder.mutationField('deleteAlias', (t) =>
  t.field({
    ...describes(deleteAlias),
    type: KeyMetadata,
    args: { input: t.arg({ type: DeleteAliasInput, required: true, description: 'Which alias.' }) },
    resolve: async (_root, { input }, call) =>
      (await perform(deleteAlias, call, input)).key ?? null,
  }),
);
