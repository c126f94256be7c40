import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const deleteKeyMaterial = keyOperation({
  name: 'DeleteKeyMaterial',
  summary:
    'Deletes the imported material of a key. The key becomes `PendingImport`; the same material can be imported again.',
  effect: 'write',
  key: { accepts: ['id'], origin: 'EXTERNAL' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({}),
  handler({ key, change, changeMaterial }) {
    if (key.primaryVersionId)
      changeMaterial({ keyVersionId: key.primaryVersionId, wrappedMaterial: new Uint8Array() });
    return {
      key: change(key, {
        state: key.state === 'PendingDeletion' ? key.state : 'PendingImport',
        materialExpireTime: null,
      }),
    };
  },
});
