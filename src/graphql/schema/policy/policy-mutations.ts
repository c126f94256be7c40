import { encodeGlobalID } from '@pothos/plugin-relay';
import { createPolicy } from '#operations/policy/create-policy.ts';
import { deletePolicy } from '#operations/policy/delete-policy.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { Policy } from './policy.ts';

const CreatePolicyInput = builder.inputType('CreatePolicyInput', {
  description: 'Name and document of a new custom policy.',
  fields: (t) => ({
    policyName: t.string({
      required: true,
      description: 'Name: 1 to 128 letters, digits and `-`, not the name of a system policy.',
    }),
    policyDocument: t.string({
      required: true,
      description: 'Document of its first version: JSON with at most 6,144 characters.',
    }),
    description: t.string({ description: 'Description, up to 1,024 characters.' }),
  }),
});

builder.mutationField('createPolicy', (t) =>
  t.field({
    ...describes(createPolicy),
    type: Policy,
    args: { input: inputArg(t, CreatePolicyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(createPolicy, call, input)).nodes.policy,
  }),
);

const DeletePolicyPayload = builder
  .objectRef<{ readonly id: string }>('DeletePolicyPayload')
  .implement({
    description: 'Deleted policy.',
    fields: (t) => ({
      deletedPolicyId: t.id({
        description: 'Global id of the deleted policy.',
        resolve: ({ id }) => encodeGlobalID('Policy', id),
      }),
    }),
  });

const DeletePolicyInput = builder.inputType('DeletePolicyInput', {
  description: 'Custom policy to delete.',
  fields: (t) => ({
    policyName: t.string({ required: true, description: 'Name of the policy.' }),
  }),
});

builder.mutationField('deletePolicy', (t) =>
  t.field({
    ...describes(deletePolicy),
    type: DeletePolicyPayload,
    args: { input: inputArg(t, DeletePolicyInput) },
    resolve: async (_root, { input }, call) => (await perform(deletePolicy, call, input)).nodes.row,
  }),
);
