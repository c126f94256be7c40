import { z } from 'zod';
import type { Owner } from '#integrity/owners.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { accessKeyId, ownerName, requireAccessKey } from '../common/access-key-view.ts';
import { replaceOwner, requireKeyOwner } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';

export const deleteAccessKey = accountOperation({
  name: 'DeleteAccessKey',
  service: 'ram',
  summary: 'Deletes an access key permanently. It takes effect at the next call, on every replica.',
  effect: 'write',
  on: namedUser,
  input: z.strictObject({ userName: ownerName, userAccessKeyId: accessKeyId }),
  output: z.object({}),
  audit: ['userName', 'userAccessKeyId'],
  async handler(context, { userName, userAccessKeyId }) {
    const owner = await requireKeyOwner(context.call, userName);
    const row = requireAccessKey(owner, userAccessKeyId);
    const accessKeys = owner.accessKeys.filter((one) => one !== row);
    replaceOwner(context, owner, { ...owner, accessKeys } as Owner);
    context.write(deleteRow(TABLES.accessKeyUse, { accessKeyId: row.id }));
    return { nodes: { accessKey: row } };
  },
});
