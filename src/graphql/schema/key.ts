import { keyArn } from '#domain/arn.ts';
import type * as keySpec from '#domain/key-spec.ts';
import type { KeyState as State } from '#domain/key-state.ts';
import { automaticRotationOf } from '#domain/rotation.ts';
import { deletionProtectionOf, rotationIntervalOf } from '#operations/common/key-metadata.ts';
import { createKey } from '#operations/key/create-key.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { updateKeyDescription } from '#operations/key/update-key-description.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import { asOf } from '#store/read/as-of.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import {
  AutomaticRotation,
  DeletionProtection,
  KeyOrigin,
  KeySpec,
  KeyState,
  KeyUsage,
  ProtectionLevel,
} from '../enums.ts';
import { permit } from '../permit.ts';
import { TagInput } from './tag-input.ts';

/** A key as it is now. One whose date passes while its answer is put together is shown as it was found. */
const asShown = <Row extends Parameters<typeof asOf>[0]>(key: Row, call: Call): Row =>
  asOf(key, call.services.clock()) ?? key;

export const KeyMetadata = builder.prismaNode('Key', {
  name: 'KeyMetadata',
  description: 'What is known of a key. Its material never leaves the service.',
  id: { field: 'id', description: 'The global id, for `node`. Everything else takes the keyId.' },
  nullable: true,
  findUnique: (id, call) => ({ id, ...permit(describeKey, call) }),
  fields: (t) => ({
    keyId: t.exposeString('id', { description: 'The id that names the key: a UUID.' }),
    arn: t.field({
      type: 'Arn',
      description: 'The name of the key across accounts and regions.',
      resolve: (key, _args, call) => keyArn(call.services.region, key.accountId, key.id),
    }),
    creator: t.exposeString('creator', { description: 'The account that created the key.' }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the key was created.',
    }),
    description: t.exposeString('description', {
      description: 'What the key is for, in its owner’s words.',
    }),
    keyState: t.field({
      type: KeyState,
      description: 'Whether the key can be used.',
      resolve: (key, _args, call) => asShown(key, call).state as State,
    }),
    keyUsage: t.field({
      type: KeyUsage,
      description: 'What the key is for.',
      resolve: (key) => key.usage as keySpec.KeyUsage,
    }),
    keySpec: t.field({
      type: KeySpec,
      description: 'The algorithm and size of the key.',
      resolve: (key) => key.spec as keySpec.KeySpec,
    }),
    origin: t.field({
      type: KeyOrigin,
      description: 'Where the key material comes from.',
      resolve: (key) => key.origin as keySpec.KeyOrigin,
    }),
    protectionLevel: t.field({
      type: ProtectionLevel,
      description: 'Where the key material lives.',
      resolve: (key) => key.protectionLevel as keySpec.ProtectionLevel,
    }),
    primaryKeyVersion: t.exposeString('primaryVersionId', {
      nullable: true,
      description:
        'The id of the key version that encrypts. Null before the first import, and for key pairs, where every use names a version.',
    }),
    lastRotationDate: t.expose('lastRotationDate', {
      type: 'DateTime',
      nullable: true,
      description: 'When the primary key version was made. Null before the first import.',
    }),
    automaticRotation: t.field({
      type: AutomaticRotation,
      description: 'Whether the key gets new versions by itself.',
      resolve: (key, _args, call) => automaticRotationOf(asShown(key, call)),
    }),
    rotationInterval: t.string({
      nullable: true,
      description: 'How often it does: seconds with their unit, `604800s`. Null when it does not.',
      resolve: rotationIntervalOf,
    }),
    nextRotationDate: t.expose('nextRotationDate', {
      type: 'DateTime',
      nullable: true,
      description: 'When it gets the next one. Null when it does not by itself.',
    }),
    deletionProtection: t.field({
      type: DeletionProtection,
      description: 'Whether the key is protected against deletion.',
      resolve: deletionProtectionOf,
    }),
    deletionProtectionDescription: t.exposeString('deletionProtectionDescription', {
      description: 'Why the key is protected, in its owner’s words; empty when it is not.',
    }),
    deleteDate: t.expose('deleteDate', {
      type: 'DateTime',
      nullable: true,
      description: 'When the key will be destroyed. Null unless it is pending deletion.',
    }),
    materialExpireTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the imported material expires. Null when it does not.',
      resolve: (key, _args, call) => asShown(key, call).materialExpireTime,
    }),
  }),
});

builder.queryField('key', (t) =>
  t.field({
    ...describes(describeKey),
    type: KeyMetadata,
    args: {
      keyId: t.arg({
        type: 'KeyReference',
        required: true,
        description: 'The id of the key, an alias (`alias/…`) or an ARN.',
      }),
    },
    resolve: async (_root, { keyId }, call) => (await perform(describeKey, call, { keyId })).key,
  }),
);

const CreateKeyInput = builder.inputType('CreateKeyInput', {
  description: 'What kind of key to create. Every field has a default.',
  fields: (t) => ({
    origin: t.field({
      type: KeyOrigin,
      description: 'Where the material comes from. Default: `Aliyun_KMS`.',
    }),
    description: t.string({
      description: 'What the key is for: up to 8,192 characters. Default: empty.',
    }),
    keyUsage: t.field({
      type: KeyUsage,
      description: 'What the key is for. Default: `ENCRYPT_DECRYPT` where the spec can encrypt.',
    }),
    keySpec: t.field({
      type: KeySpec,
      description: 'The algorithm and size. Default: `Aliyun_AES_256`.',
    }),
    protectionLevel: t.field({
      type: ProtectionLevel,
      description: 'Where the material lives. Default: `SOFTWARE`.',
    }),
    enableAutomaticRotation: t.boolean({
      description: 'Whether the key gets new versions by itself. Default: false.',
    }),
    rotationInterval: t.string({
      description: 'With true: how often, 7 to 730 days with a unit, such as `30d` or `604800s`.',
    }),
    tags: t.field({ type: [TagInput], description: 'Up to 20 tags.' }),
    clientToken: t.string({
      description:
        'Makes it safe to send this again: for 24 hours the same token and input give the same key. 1 to 64 printable ASCII characters.',
    }),
  }),
});

builder.mutationField('createKey', (t) =>
  t.field({
    ...describes(createKey),
    type: KeyMetadata,
    args: {
      input: t.arg({ type: CreateKeyInput, description: 'Absent: a key with every default.' }),
    },
    resolve: async (_root, { input }, call) => (await perform(createKey, call, input ?? {})).key,
  }),
);

const UpdateKeyDescriptionInput = builder.inputType('UpdateKeyDescriptionInput', {
  description: 'Which key, and its new description.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key. No alias here.',
    }),
    description: t.string({
      required: true,
      description: 'Up to 8,192 characters; empty clears it.',
    }),
  }),
});

builder.mutationField('updateKeyDescription', (t) =>
  t.field({
    ...describes(updateKeyDescription),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: UpdateKeyDescriptionInput,
        required: true,
        description: 'Which key, and its new description.',
      }),
    },
    resolve: async (_root, { input }, call) =>
      (await perform(updateKeyDescription, call, input)).key,
  }),
);
