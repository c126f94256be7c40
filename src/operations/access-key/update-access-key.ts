import { z } from 'zod';
import type { Owner } from '#integrity/owners.ts';
import { oneOf } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import {
  ACCESS_KEY_STATUSES,
  accessKeyId,
  ownerName,
  requireAccessKey,
} from '../common/access-key-view.ts';
import { checkEnabling } from '../common/new-credential.ts';
import { replaceOwner, requireKeyOwner, userNameOf } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';

export const updateAccessKey = accountOperation({
  name: 'UpdateAccessKey',
  service: 'ram',
  summary: 'Enables or disables an access key. It takes effect at the next call, on every replica.',
  effect: 'write',
  on: namedUser,
  input: z.strictObject({
    userName: ownerName,
    userAccessKeyId: accessKeyId,
    status: oneOf(ACCESS_KEY_STATUSES),
  }),
  output: z.object({}),
  audit: ['userName', 'userAccessKeyId', 'status'],
  async handler(context, { userName, userAccessKeyId, status }) {
    const owner = await requireKeyOwner(context.call, userName);
    const row = requireAccessKey(owner, userAccessKeyId);
    if (status === 'Active' && !row.enabled) checkEnabling(context.call.principal, row.expiresAt);
    const next = { ...row, enabled: status === 'Active' };
    const accessKeys = owner.accessKeys.map((one) => (one === row ? next : one));
    replaceOwner(context, owner, { ...owner, accessKeys } as Owner);
    return { nodes: { accessKey: next, userName: userNameOf(owner) } };
  },
});
