import { v7 as uuidv7 } from 'uuid';
import type { Materials } from '#keyring/materials.ts';
import { Raced } from '#store/commit/writes.ts';
import type { Store } from '#store/store.ts';
import { auditOfJob } from './audit-of-job.ts';

const BATCH = 50;

/** Takes imported material away when its time is over: the key waits for the same material again. @returns of how many keys */
export async function expireMaterial(
  { db, commit, checkpoint }: Store,
  materials: Materials,
  now: Date,
): Promise<number> {
  let expired = 0;
  for (;;) {
    const due = await db.key.findMany({
      where: { materialExpireTime: { lte: now } },
      orderBy: { materialExpireTime: 'asc' },
      take: BATCH,
    });
    if (due.length === 0) break;
    const outcomes = await Promise.allSettled(
      due.map(({ id, accountId, revision, state, primaryVersionId }) =>
        commit({
          changes: [
            {
              id,
              revision,
              to: {
                materialExpireTime: null,
                ...(state !== 'PendingDeletion' && { state: 'PendingImport' }),
              },
            },
          ],
          materialChanges: primaryVersionId
            ? [{ keyVersionId: primaryVersionId, wrappedMaterial: new Uint8Array() }]
            : [],
          inserts: [auditOfJob('ExpireKeyMaterial', { id, accountId }, uuidv7(), now)],
        }),
      ),
    );
    materials.drop(due.map(({ id }) => id));
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expired += 1;
      else if (!(outcome.reason instanceof Raced)) throw outcome.reason; // raced: imported anew, or expired by another
    }
  }
  if (expired > 0) await checkpoint();
  return expired;
}
