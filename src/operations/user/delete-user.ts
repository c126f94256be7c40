import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { deleteOwner } from '#integrity/owner-writes.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { requireUser } from '../common/owners.ts';
import { name } from '../common/ram-fields.ts';
import { namedUser } from '../common/ram-resources.ts';

export const deleteUser = accountOperation({
  name: 'DeleteUser',
  service: 'ram',
  summary:
    'Deletes a user that has neither access keys nor attached policies. Its API tokens are deleted with it.',
  effect: 'write',
  on: namedUser,
  input: z.strictObject({ userName: name }),
  output: z.object({}),
  audit: ['userName'],
  async handler({ call, write }, { userName }) {
    const user = await requireUser(call, userName);
    if (user.accessKeys.length > 0)
      throw new KmsError(
        'DeleteConflict.User.AccessKey',
        'The user has access keys. Delete them first.',
      );
    if (user.attachments.length > 0)
      throw new KmsError(
        'DeleteConflict.User.Policy',
        'Policies are attached to the user. Detach them first.',
      );
    write(deleteOwner(user)); // the database deletes its API tokens with it
    return { nodes: { user: user.row } };
  },
});
