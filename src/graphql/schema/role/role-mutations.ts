import { encodeGlobalID } from '@pothos/plugin-relay';
import { createRole } from '#operations/role/create-role.ts';
import { deleteRole } from '#operations/role/delete-role.ts';
import { updateRole } from '#operations/role/update-role.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { Role } from './role.ts';

const TRUST_POLICY =
  'Trust policy, as JSON of up to 2,048 characters: who can assume the role. `:root` of an account means all its users and roles.';
const DURATION = 'Longest session of the role, in seconds: 3600 to 43200.';
const DESCRIPTION = 'Description, up to 1,024 characters.';

const CreateRoleInput = builder.inputType('CreateRoleInput', {
  description: 'Name, trust policy and details of a new role.',
  fields: (t) => ({
    roleName: t.string({ required: true, description: 'Name: 1 to 64 letters, digits and `-`.' }),
    assumeRolePolicyDocument: t.string({ required: true, description: TRUST_POLICY }),
    maxSessionDuration: t.int({ description: `${DURATION} By default 3600.` }),
    description: t.string({ description: DESCRIPTION }),
  }),
});

builder.mutationField('createRole', (t) =>
  t.field({
    ...describes(createRole),
    type: Role,
    args: { input: inputArg(t, CreateRoleInput) },
    resolve: async (_root, { input }, call) => (await perform(createRole, call, input)).nodes.role,
  }),
);

const UpdateRoleInput = builder.inputType('UpdateRoleInput', {
  description: 'Role and the fields to change. Fields that are not given stay as they are.',
  fields: (t) => ({
    roleName: t.string({ required: true, description: 'Name of a role of the account.' }),
    newAssumeRolePolicyDocument: t.string({ description: TRUST_POLICY }),
    newMaxSessionDuration: t.int({ description: DURATION }),
    newDescription: t.string({ description: DESCRIPTION }),
  }),
});

builder.mutationField('updateRole', (t) =>
  t.field({
    ...describes(updateRole),
    type: Role,
    args: { input: inputArg(t, UpdateRoleInput) },
    resolve: async (_root, { input }, call) => (await perform(updateRole, call, input)).nodes.role,
  }),
);

const DeleteRolePayload = builder
  .objectRef<{ readonly id: string }>('DeleteRolePayload')
  .implement({
    description: 'Deleted role.',
    fields: (t) => ({
      deletedRoleId: t.id({
        description: 'Global id of the deleted role.',
        resolve: ({ id }) => encodeGlobalID('Role', id),
      }),
    }),
  });

const DeleteRoleInput = builder.inputType('DeleteRoleInput', {
  description: 'Role to delete. It must have no attached policies.',
  fields: (t) => ({
    roleName: t.string({ required: true, description: 'Name of a role of the account.' }),
  }),
});

builder.mutationField('deleteRole', (t) =>
  t.field({
    ...describes(deleteRole),
    type: DeleteRolePayload,
    args: { input: inputArg(t, DeleteRoleInput) },
    resolve: async (_root, { input }, call) => (await perform(deleteRole, call, input)).nodes.role,
  }),
);
