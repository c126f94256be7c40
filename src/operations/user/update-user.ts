import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { replaceOwner, requireUser } from '../common/owners.ts';
import { checkName, name } from '../common/ram-fields.ts';
import { namedUser } from '../common/ram-resources.ts';
import { userDetails, userView, viewUser } from '../common/user-view.ts';

export const updateUser = accountOperation({
  name: 'UpdateUser',
  service: 'ram',
  summary:
    'Changes the name or the details of a user. Fields that are not given stay as they are. Policies that name the user by its old name do not follow.',
  effect: 'write',
  on: namedUser,
  input: z.strictObject({
    userName: name,
    newUserName: name.optional(),
    newDisplayName: userDetails.displayName.optional(),
    newMobilePhone: userDetails.mobilePhone.optional(),
    newEmail: userDetails.email.optional(),
    newComments: userDetails.comments.optional(),
  }),
  output: z.object({ user: userView }),
  audit: ['userName', 'newUserName'],
  async handler(context, input) {
    const { call, now } = context;
    const { userName, newUserName, newDisplayName, newMobilePhone, newEmail, newComments } = input;
    const user = await requireUser(call, userName);
    const { row } = user;
    const renamed = newUserName !== undefined && newUserName !== row.name;
    if (renamed) {
      checkName('User', 'newUserName', newUserName);
      const { accountId } = row;
      const where = { accountId_name: { accountId, name: newUserName } };
      if (await call.services.db.user.findUnique({ where }))
        throw new KmsError('EntityAlreadyExists.User', 'A user has this name. Use another one.');
    }
    const next = {
      ...row,
      name: newUserName ?? row.name,
      displayName: newDisplayName ?? row.displayName,
      mobilePhone: newMobilePhone ?? row.mobilePhone,
      email: newEmail ?? row.email,
      comments: newComments ?? row.comments,
      updatedAt: now,
    };
    replaceOwner(context, user, { ...user, row: next });
    return { user: viewUser(next), nodes: { user: next } };
  },
});
