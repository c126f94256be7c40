import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { attachedPolicies, readAttached } from '../common/attached-policies.ts';
import { notExisting } from '../common/not-found.ts';
import { name } from '../common/ram-fields.ts';
import { namedUser } from '../common/ram-resources.ts';

export const listPoliciesForUser = accountOperation({
  name: 'ListPoliciesForUser',
  service: 'ram',
  summary: 'Returns the policies that are attached to a user, system policies first.',
  effect: 'read',
  on: namedUser,
  input: z.strictObject({ userName: name }),
  output: z.object({ policies: attachedPolicies }),
  async handler({ call }, { userName }) {
    const { accountId } = call.principal;
    const user = await call.services.db.user.findUnique({
      where: { accountId_name: { accountId, name: userName } },
    });
    if (!user) throw notExisting('User');
    return { policies: await readAttached(call, user.id) };
  },
});
