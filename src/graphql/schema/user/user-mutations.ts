import { encodeGlobalID } from '@pothos/plugin-relay';
import { createUser } from '#operations/user/create-user.ts';
import { deleteUser } from '#operations/user/delete-user.ts';
import { updateUser } from '#operations/user/update-user.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { User } from './user.ts';

const CURRENT_NAME = 'The name that the user has now.';
const NAME = 'Name: 1 to 64 letters, digits, `.`, `_` and `-`.';

const CreateUserInput = builder.inputType('CreateUserInput', {
  description: 'Name and details of a new user.',
  fields: (t) => ({
    userName: t.string({ required: true, description: NAME }),
    displayName: t.string({ description: 'Name for display, up to 128 characters.' }),
    mobilePhone: t.string({ description: 'Mobile phone, up to 128 characters.' }),
    email: t.string({ description: 'E-mail address, up to 128 characters.' }),
    comments: t.string({ description: 'Comments, up to 128 characters.' }),
  }),
});

builder.mutationField('createUser', (t) =>
  t.field({
    ...describes(createUser),
    type: User,
    args: { input: inputArg(t, CreateUserInput) },
    resolve: async (_root, { input }, call) => (await perform(createUser, call, input)).nodes.user,
  }),
);

const UpdateUserInput = builder.inputType('UpdateUserInput', {
  description: 'User and the fields to change. Fields that are not given stay as they are.',
  fields: (t) => ({
    userName: t.string({ required: true, description: CURRENT_NAME }),
    newUserName: t.string({ description: NAME }),
    newDisplayName: t.string({ description: 'Name for display, up to 128 characters.' }),
    newMobilePhone: t.string({ description: 'Mobile phone, up to 128 characters.' }),
    newEmail: t.string({ description: 'E-mail address, up to 128 characters.' }),
    newComments: t.string({ description: 'Comments, up to 128 characters.' }),
  }),
});

builder.mutationField('updateUser', (t) =>
  t.field({
    ...describes(updateUser),
    type: User,
    args: { input: inputArg(t, UpdateUserInput) },
    resolve: async (_root, { input }, call) => (await perform(updateUser, call, input)).nodes.user,
  }),
);

const DeleteUserPayload = builder
  .objectRef<{ readonly id: string }>('DeleteUserPayload')
  .implement({
    description: 'Deleted user.',
    fields: (t) => ({
      deletedUserId: t.id({
        description: 'Global id of the deleted user.',
        resolve: ({ id }) => encodeGlobalID('User', id),
      }),
    }),
  });

const DeleteUserInput = builder.inputType('DeleteUserInput', {
  description: 'User to delete. It must have neither access keys nor attached policies.',
  fields: (t) => ({
    userName: t.string({ required: true, description: CURRENT_NAME }),
  }),
});

builder.mutationField('deleteUser', (t) =>
  t.field({
    ...describes(deleteUser),
    type: DeleteUserPayload,
    args: { input: inputArg(t, DeleteUserInput) },
    resolve: async (_root, { input }, call) => (await perform(deleteUser, call, input)).nodes.user,
  }),
);
