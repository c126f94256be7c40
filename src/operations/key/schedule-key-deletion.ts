import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { daysAfter } from '#domain/time.ts';
import { integer, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

class DeletionProtectedError extends KmsError {
  constructor() {
    super(
      'Rejected.UnsupportedOperation',
      'Unsupported operation. The key is protected against deletion; lift the protection with SetDeletionProtection first.',
    );
  }
}

export const scheduleKeyDeletion = keyOperation({
  name: 'ScheduleKeyDeletion',
  summary:
    'Schedules a key to be destroyed after 7 to 366 days. Ciphertext that was encrypted with it can then never be decrypted.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference, pendingWindowInDays: integer(7, 366).default(30) }),
  output: z.object({}),
  audit: ['pendingWindowInDays'],
  handler({ key, now, change }, { pendingWindowInDays }) {
    if (key.deletionProtected) throw new DeletionProtectedError();
    const deleteDate = daysAfter(now, pendingWindowInDays);
    return {
      key: change(key, { state: 'PendingDeletion', deleteDate, importEpoch: key.importEpoch + 1 }),
    };
  },
});
