import { createKeyVersion } from '#operations/key-version/create-key-version.ts';
import { updateRotationPolicy } from '#operations/key-version/update-rotation-policy.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { KeyMetadata } from '../key/key-metadata.ts';
import { KeyVersion } from './key-version.ts';

const CreateKeyVersionInput = builder.inputType('CreateKeyVersionInput', {
  description: 'Key that gets a new version.',
  fields: (t) => ({ keyId: keyField(t, createKeyVersion) }),
});

builder.mutationField('createKeyVersion', (t) =>
  t.field({
    ...describes(createKeyVersion),
    type: KeyVersion,
    args: { input: inputArg(t, CreateKeyVersionInput) },
    resolve: async (_root, { input }, call) => {
      const { keyVersion, key } = await perform(createKeyVersion, call, input);
      return { ...keyVersion, keySpec: key.spec };
    },
  }),
);

const UpdateRotationPolicyInput = builder.inputType('UpdateRotationPolicyInput', {
  description: 'Key and its automatic rotation.',
  fields: (t) => ({
    keyId: keyField(t, updateRotationPolicy),
    enableAutomaticRotation: t.boolean({
      required: true,
      description: 'Whether the key gets new versions automatically.',
    }),
    rotationInterval: t.string({
      description:
        'Time between two automatic rotations: 7 to 730 days as a number with a unit, such as `30d` or `604800s`. Required if `enableAutomaticRotation` is true.',
    }),
  }),
});

builder.mutationField('updateRotationPolicy', (t) =>
  t.field({
    ...describes(updateRotationPolicy),
    type: KeyMetadata,
    args: { input: inputArg(t, UpdateRotationPolicyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(updateRotationPolicy, call, input)).key,
  }),
);
