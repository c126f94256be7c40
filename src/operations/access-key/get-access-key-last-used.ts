import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { accessKeyId, lastUseOf, ownerName, requireAccessKey } from '../common/access-key-view.ts';
import { requireKeyOwner } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';

export const getAccessKeyLastUsed = accountOperation({
  name: 'GetAccessKeyLastUsed',
  service: 'ram',
  summary: 'Returns when an access key was last used. The time is exact to a minute.',
  effect: 'read',
  on: namedUser,
  input: z.strictObject({ userName: ownerName, userAccessKeyId: accessKeyId }),
  output: z.object({ accessKeyLastUsed: z.object({ lastUsedDate: z.date().nullable() }) }),
  async handler({ call }, { userName, userAccessKeyId }) {
    const owner = await requireKeyOwner(call, userName);
    const row = requireAccessKey(owner, userAccessKeyId);
    const lastUse = await lastUseOf(call, owner, row.id);
    return {
      accessKeyLastUsed: { lastUsedDate: lastUse?.lastUsedAt ?? null },
      nodes: { lastUse },
    };
  },
});
