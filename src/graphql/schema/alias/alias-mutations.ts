import { encodeGlobalID } from '@pothos/plugin-relay';
import { createAlias } from '#operations/alias/create-alias.ts';
import { deleteAlias } from '#operations/alias/delete-alias.ts';
import { updateAlias } from '#operations/alias/update-alias.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { KeyMetadata } from '../key/key-metadata.ts';
import { Alias } from './alias.ts';

type AliasRow = typeof Alias.$inferType;
interface AliasAndKey {
  readonly alias: AliasRow;
  readonly key: KeyRow;
}

const NAME =
  'Name: `alias/` and 1 to 249 letters, digits, `_`, `-` and `/`. Names that begin with `alias/acs/` are reserved for the operator of the service.';

const CreateAliasPayload = builder.objectRef<AliasAndKey>('CreateAliasPayload').implement({
  description: 'Created alias and its key.',
  fields: (t) => ({
    alias: t.expose('alias', { type: Alias, description: 'The created alias.' }),
    key: t.expose('key', { type: KeyMetadata, description: 'The key that the alias names.' }),
  }),
});

const CreateAliasInput = builder.inputType('CreateAliasInput', {
  description: 'Key and the name of its new alias.',
  fields: (t) => ({
    keyId: keyField(t, createAlias),
    aliasName: t.string({ required: true, description: NAME }),
  }),
});

builder.mutationField('createAlias', (t) =>
  t.field({
    ...describes(createAlias),
    type: CreateAliasPayload,
    args: { input: inputArg(t, CreateAliasInput) },
    resolve: async (_root, { input }, call) => {
      const { key, nodes } = await perform(createAlias, call, input);
      return { key, alias: nodes.alias };
    },
  }),
);

const UpdateAliasPayload = builder
  .objectRef<AliasAndKey & { readonly previousKey: KeyRow | null }>('UpdateAliasPayload')
  .implement({
    description: 'Moved alias, its key, and the key that it named before.',
    fields: (t) => ({
      alias: t.expose('alias', { type: Alias, description: 'The alias, with the same global id.' }),
      key: t.expose('key', { type: KeyMetadata, description: 'The key that the alias names now.' }),
      previousKey: t.expose('previousKey', {
        type: KeyMetadata,
        nullable: true,
        description:
          'The key that the alias named before: the same as `key` if the alias named it already. Null if it is destroyed.',
      }),
    }),
  });

const UpdateAliasInput = builder.inputType('UpdateAliasInput', {
  description: 'Alias and the key to move it to.',
  fields: (t) => ({
    keyId: keyField(t, updateAlias, 'The key that the alias names afterwards'),
    aliasName: t.string({ required: true, description: NAME }),
  }),
});

builder.mutationField('updateAlias', (t) =>
  t.field({
    ...describes(updateAlias),
    type: UpdateAliasPayload,
    args: { input: inputArg(t, UpdateAliasInput) },
    resolve: async (_root, { input }, call) => {
      const { key, nodes } = await perform(updateAlias, call, input);
      return { key, ...nodes };
    },
  }),
);

const DeleteAliasPayload = builder
  .objectRef<{ readonly aliasId: string; readonly key: KeyRow | null }>('DeleteAliasPayload')
  .implement({
    description: 'Deleted alias and the key that it named.',
    fields: (t) => ({
      deletedAliasId: t.id({
        description: 'Global id of the deleted alias.',
        resolve: ({ aliasId }) => encodeGlobalID('Alias', aliasId),
      }),
      key: t.expose('key', {
        type: KeyMetadata,
        nullable: true,
        description: 'The key that the alias named. Null if it is destroyed.',
      }),
    }),
  });

const DeleteAliasInput = builder.inputType('DeleteAliasInput', {
  description: 'Alias to delete. Its key is kept.',
  fields: (t) => ({
    aliasName: t.string({ required: true, description: 'Name with its prefix `alias/`.' }),
  }),
});

builder.mutationField('deleteAlias', (t) =>
  t.field({
    ...describes(deleteAlias),
    type: DeleteAliasPayload,
    args: { input: inputArg(t, DeleteAliasInput) },
    resolve: async (_root, { input }, call) => {
      const { key = null, nodes } = await perform(deleteAlias, call, input);
      return { key, aliasId: nodes.alias.id };
    },
  }),
);
