import { aliasArn } from '#domain/arn.ts';
import { listAliases } from '#operations/alias/list-aliases.ts';
import { builder } from '../../builder.ts';
import { loadEach } from '../../node-fields.ts';
import { KeyMetadata, readKeyNode } from '../key/key-metadata.ts';

export const Alias = builder.prismaObject('Alias', {
  name: 'Alias',
  description: 'Name of a key that can be moved to another key.',
  fields: (t) => ({
    aliasName: t.exposeString('name', {
      description: 'Name with its prefix `alias/`, unique in the account.',
    }),
    aliasArn: t.field({
      type: 'Arn',
      description: 'ARN of the alias: `acs:kms:<region>:<account id>:alias/<name>`.',
      resolve: ({ accountId, name }, _args, { region }) => aliasArn(region, accountId, name),
    }),
    keyId: t.exposeString('keyId', { description: 'Id of the key that the alias names.' }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'Time at which the alias was created.',
    }),
    key: t.field({
      type: KeyMetadata,
      nullable: true,
      description: 'The key that the alias names. Needs the permission `kms:DescribeKey`.',
      resolve: ({ keyId }, _args, call) => readKeyNode(call, keyId),
    }),
  }),
});

builder.nodeRef(Alias, {
  id: {
    resolve: ({ id }: typeof Alias.$inferType) => id,
    description: 'Global id. It stays the same when the alias moves to another key.',
  },
  loadMany: (ids: string[], call) => loadEach(ids, async (id) => call.read(listAliases).alias(id)),
});
