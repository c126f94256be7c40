import { z } from 'zod';
import { isSymmetric } from '#domain/key-spec.ts';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { rotatedIfDue } from '../common/rotation-policy.ts';

export const cancelKeyDeletion = keyOperation({
  name: 'CancelKeyDeletion',
  summary:
    'Cancels the scheduled deletion of a key. The key becomes `Enabled`, or `PendingImport` if its material is missing.',
  effect: 'write',
  key: { accepts: ['id'], states: ['PendingDeletion'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({}),
  async handler(context) {
    const { call, key, now, change } = context;
    // The material of a key pair is in its versions, and never away.
    if (!isSymmetric(key.spec)) return { key: change(key, { state: 'Enabled', deleteDate: null }) };
    const { materials } = call.services;
    const isExpired = key.materialExpireTime !== null && key.materialExpireTime <= now;
    const hasMaterial =
      !isExpired &&
      key.primaryVersionId !== null &&
      (await materials.has({
        accountId: key.accountId,
        keyId: key.id,
        keyVersionId: key.primaryVersionId,
      }));
    const rotation = hasMaterial ? await rotatedIfDue(context, key) : {};
    return {
      key: change(key, {
        state: hasMaterial ? 'Enabled' : 'PendingImport',
        deleteDate: null,
        ...rotation,
      }),
    };
  },
});
