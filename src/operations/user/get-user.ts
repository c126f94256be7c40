import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { notExisting } from '../common/not-found.ts';
import { name } from '../common/ram-fields.ts';
import { namedUser } from '../common/ram-resources.ts';
import { userView, viewUser } from '../common/user-view.ts';

export const getUser = accountOperation({
  name: 'GetUser',
  service: 'ram',
  summary: 'Returns a user of the account.',
  effect: 'read',
  on: namedUser,
  input: z.strictObject({ userName: name }),
  output: z.object({ user: userView }),
  async handler({ call }, { userName }) {
    const { accountId } = call.principal;
    const user = await call.services.db.user.findUnique({
      where: { accountId_name: { accountId, name: userName } },
    });
    if (!user) throw notExisting('User');
    return { user: viewUser(user), nodes: { user } };
  },
});
