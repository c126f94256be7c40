import type { AnyPolicy, AnyVersion } from '#operations/common/policy-view.ts';
import {
  createPolicyVersion,
  type ROTATE_STRATEGIES,
} from '#operations/policy/create-policy-version.ts';
import { deletePolicyVersion } from '#operations/policy/delete-policy-version.ts';
import { setDefaultPolicyVersion } from '#operations/policy/set-default-policy-version.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { Policy } from './policy.ts';
import { PolicyVersion } from './policy-version.ts';

const NAME = 'Name of the custom policy.';

const RotateStrategy = builder.enumType('RotateStrategy', {
  description: 'What happens when a policy has 5 versions and gets another one.',
  values: {
    None: { description: 'The new version is refused.' },
    DeleteOldestNonDefaultVersionWhenLimitExceeded: {
      description: 'The oldest version that is not the default version is deleted.',
    },
  } satisfies Record<(typeof ROTATE_STRATEGIES)[number], object>,
});

const CreatePolicyVersionPayload = builder
  .objectRef<{ readonly policy: AnyPolicy; readonly version: AnyVersion }>(
    'CreatePolicyVersionPayload',
  )
  .implement({
    description: 'Created version, and its policy.',
    fields: (t) => ({
      policy: t.expose('policy', { type: Policy, description: 'The policy.' }),
      policyVersion: t.expose('version', {
        type: PolicyVersion,
        description: 'The created version.',
      }),
    }),
  });

const CreatePolicyVersionInput = builder.inputType('CreatePolicyVersionInput', {
  description: 'Custom policy and the document of its new version.',
  fields: (t) => ({
    policyName: t.string({ required: true, description: NAME }),
    policyDocument: t.string({
      required: true,
      description: 'Document: JSON with at most 6,144 characters.',
    }),
    setAsDefault: t.boolean({
      description: 'Whether the new version becomes the default version. Default: false.',
    }),
    rotateStrategy: t.field({
      type: RotateStrategy,
      description: 'What happens when the policy has 5 versions. Default: `None`.',
    }),
  }),
});

builder.mutationField('createPolicyVersion', (t) =>
  t.field({
    ...describes(createPolicyVersion),
    type: CreatePolicyVersionPayload,
    args: { input: inputArg(t, CreatePolicyVersionInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(createPolicyVersion, call, input)).nodes,
  }),
);

const SetDefaultPolicyVersionInput = builder.inputType('SetDefaultPolicyVersionInput', {
  description: 'Custom policy and the version that is to apply.',
  fields: (t) => ({
    policyName: t.string({ required: true, description: NAME }),
    versionId: t.string({ required: true, description: 'Id of the version, such as `v1`.' }),
  }),
});

builder.mutationField('setDefaultPolicyVersion', (t) =>
  t.field({
    ...describes(setDefaultPolicyVersion),
    type: Policy,
    args: { input: inputArg(t, SetDefaultPolicyVersionInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(setDefaultPolicyVersion, call, input)).nodes.policy,
  }),
);

const DeletePolicyVersionInput = builder.inputType('DeletePolicyVersionInput', {
  description: 'Custom policy and the version to delete.',
  fields: (t) => ({
    policyName: t.string({ required: true, description: NAME }),
    versionId: t.string({ required: true, description: 'Id of the version, such as `v1`.' }),
  }),
});

builder.mutationField('deletePolicyVersion', (t) =>
  t.field({
    ...describes(deletePolicyVersion),
    type: Policy,
    args: { input: inputArg(t, DeletePolicyVersionInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(deletePolicyVersion, call, input)).nodes.policy,
  }),
);
