import { z } from 'zod';
import { keyReference } from '../fields.ts';
import { keyOperation } from '../operation.ts';

export const cancelKeyDeletion = keyOperation({
  name: 'CancelKeyDeletion',
  summary: 'Keeps a key that was to be destroyed. It is enabled again, or waits for its material if it has none.',
  effect: 'write',
  key: { accepts: ['id'], states: ['PendingDeletion'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({}),
  async handler({ call, key, now, change }) {
    const { materials } = call.services;
    const isExpired = key.materialExpireTime !== null && key.materialExpireTime <= now;
    const hasMaterial =
      !isExpired &&
      key.primaryVersionId !== null &&
      (await materials.has({ accountId: key.accountId, keyId: key.id, keyVersionId: key.primaryVersionId }));
    return { key: change(key, { state: hasMaterial ? 'Enabled' : 'PendingImport', deleteDate: null }) };
  },
});
