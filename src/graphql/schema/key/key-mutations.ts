import { createKey } from '#operations/key/create-key.ts';
import { updateKeyDescription } from '#operations/key/update-key-description.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { KeyOrigin, KeySpec, KeyUsage, ProtectionLevel } from '../../enums.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { TagInput } from '../tag-input.ts';
import { KeyMetadata } from './key-metadata.ts';

const CreateKeyInput = builder.inputType('CreateKeyInput', {
  description: 'Properties of a new key. Each has a default, so the input may be left out.',
  fields: (t) => ({
    origin: t.field({
      type: KeyOrigin,
      description: 'Source of the key material. Default: `Aliyun_KMS`.',
    }),
    description: t.string({
      description: 'Purpose of the key, at most 8,192 characters. Default: empty.',
    }),
    keyUsage: t.field({
      type: KeyUsage,
      description:
        'Operations that the key is for. Default: `ENCRYPT_DECRYPT`, or `SIGN_VERIFY` for an elliptic curve.',
    }),
    keySpec: t.field({
      type: KeySpec,
      description: 'Algorithm and size. Default: `Aliyun_AES_256`.',
    }),
    protectionLevel: t.field({
      type: ProtectionLevel,
      description: 'Where the key material is kept. Default: `SOFTWARE`.',
    }),
    enableAutomaticRotation: t.boolean({
      description:
        'Whether the key gets new versions automatically. Only for symmetric keys of origin `Aliyun_KMS`. Default: false.',
    }),
    rotationInterval: t.string({
      description:
        'Time between two automatic rotations: 7 to 730 days as a number with a unit, such as `30d` or `604800s`. Required if `enableAutomaticRotation` is true.',
    }),
    tags: t.field({ type: [TagInput], description: 'At most 20 tags. Default: none.' }),
    policy: t.string({
      description:
        'Key policy as JSON, at most 32,768 bytes. Default: the default policy, with which the policies of users and roles decide.',
    }),
    allowLockout: t.boolean({
      description:
        'True accepts a policy that denies every user and role to change it. Default: false.',
    }),
    clientToken: t.string({
      description:
        'Idempotency token, 1 to 64 printable ASCII characters: for 24 hours a request with the same token and input returns the same key. Another input with the token returns `IdempotentParameterMismatch`.',
    }),
  }),
});

builder.mutationField('createKey', (t) =>
  t.field({
    ...describes(createKey),
    type: KeyMetadata,
    args: { input: t.arg({ type: CreateKeyInput }) },
    resolve: async (_root, { input }, call) => (await perform(createKey, call, input ?? {})).key,
  }),
);

const UpdateKeyDescriptionInput = builder.inputType('UpdateKeyDescriptionInput', {
  description: 'Key and its new description.',
  fields: (t) => ({
    keyId: keyField(t, updateKeyDescription),
    description: t.string({
      required: true,
      description: 'Purpose of the key, at most 8,192 characters. An empty one clears it.',
    }),
  }),
});

builder.mutationField('updateKeyDescription', (t) =>
  t.field({
    ...describes(updateKeyDescription),
    type: KeyMetadata,
    args: { input: inputArg(t, UpdateKeyDescriptionInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(updateKeyDescription, call, input)).key,
  }),
);
