import { keyArn } from '#domain/arn.ts';
import type * as keySpec from '#domain/key-spec.ts';
import type { KeyState as State } from '#domain/key-state.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { asOf } from '#store/read/as-of.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { describes } from '../../describes.ts';
import { KeyOrigin, KeySpec, KeyState, KeyUsage, ProtectionLevel } from '../../enums.ts';
import { keyArg } from '../../key-field.ts';
import { loadEach } from '../../node-fields.ts';
import { perform } from '../../perform.ts';

/** A key as it is now. One that is destroyed while the answer is put together is shown as it was read. */
export const asShown = <Row extends Parameters<typeof asOf>[0]>(
  key: Row,
  { clock }: GraphqlCall,
): Row => asOf(key, clock()) ?? key;

export const KeyMetadata = builder.prismaObject('Key', {
  name: 'KeyMetadata',
  description: 'Key: a symmetric key or a key pair. Its material never leaves the service.',
  fields: (t) => ({
    keyId: t.exposeString('id', { description: 'Id of the key in the account: a UUID.' }),
    arn: t.field({
      type: 'Arn',
      description: 'ARN of the key: `acs:kms:<region>:<account id>:key/<key id>`.',
      resolve: (key, _args, { region }) => keyArn(region, key.accountId, key.id),
    }),
    creator: t.exposeString('creator', { description: 'Id of the account that created the key.' }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'Time at which the key was created.',
    }),
    description: t.exposeString('description', {
      description: 'Purpose of the key, as its owner wrote it; may be empty.',
    }),
    keyState: t.field({
      type: KeyState,
      description: 'Lifecycle state. Only `Enabled` keys can be used for cryptography.',
      resolve: (key, _args, call) => asShown(key, call).state as State,
    }),
    keyUsage: t.field({
      type: KeyUsage,
      description: 'Operations that the key is for.',
      resolve: (key) => key.usage as keySpec.KeyUsage,
    }),
    keySpec: t.field({
      type: KeySpec,
      description: 'Algorithm and size.',
      resolve: (key) => key.spec as keySpec.KeySpec,
    }),
    origin: t.field({
      type: KeyOrigin,
      description: 'Source of the key material.',
      resolve: (key) => key.origin as keySpec.KeyOrigin,
    }),
    protectionLevel: t.field({
      type: ProtectionLevel,
      description: 'Where the key material is kept.',
      resolve: (key) => key.protectionLevel as keySpec.ProtectionLevel,
    }),
    primaryKeyVersion: t.exposeString('primaryVersionId', {
      nullable: true,
      description:
        'Id of the key version that encrypts. Null before the first import of material, and for a key pair, where each operation names a version.',
    }),
  }),
});

/** A key with the permission to describe it; null if there is none. @throws NoPermissionError */
export const readKeyNode = (call: GraphqlCall, id: string) => call.readKey(describeKey, id);

builder.nodeRef(KeyMetadata, {
  id: {
    resolve: ({ id }: typeof KeyMetadata.$inferType) => id,
    description: 'Global id, for `node` and `nodes`. Operations take `keyId` instead.',
  },
  loadMany: (ids: string[], call) => loadEach(ids, (id) => readKeyNode(call, id)),
});

builder.queryField('key', (t) =>
  t.field({
    ...describes(describeKey),
    type: KeyMetadata,
    args: { keyId: keyArg(t.arg, describeKey) },
    resolve: async (_root, { keyId }, call) => (await perform(describeKey, call, { keyId })).key,
  }),
);
