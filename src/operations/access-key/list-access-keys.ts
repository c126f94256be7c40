import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { accessKeyView, ownerName, viewAccessKey } from '../common/access-key-view.ts';
import { requireKeyOwner, userNameOf } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';

export const listAccessKeys = accountOperation({
  name: 'ListAccessKeys',
  service: 'ram',
  summary:
    'Returns the access keys of a user, or of the caller, oldest first, without their secrets.',
  effect: 'read',
  on: namedUser,
  input: z.strictObject({ userName: ownerName }),
  output: z.object({ accessKeys: z.object({ accessKey: z.array(accessKeyView) }) }),
  async handler({ call }, { userName }) {
    const owner = await requireKeyOwner(call, userName);
    const rows = owner.accessKeys.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    return {
      accessKeys: { accessKey: rows.map(viewAccessKey) },
      nodes: { accessKeys: rows, userName: userNameOf(owner) },
    };
  },
});
