import { v7 as uuidv7 } from 'uuid';
import type { Materials } from '#keyring/materials.ts';
import { Raced } from '#store/commit/writes.ts';
import type { Store } from '#store/store.ts';
import { auditOfJob } from './audit-of-job.ts';

/** Few enough to share a commit with what callers wait for. */
const BATCH = 50;

/**
 * Destroys the keys whose deleteDate has passed, with their versions' material and their counts, for good: rows are
 * overwritten, and the write-ahead log is emptied afterwards. Each key is one conditional change, so the job may be
 * killed, and run twice at once. @returns how many it destroyed
 */
export async function destroyKeys(
  { db, commit, checkpoint }: Store,
  materials: Materials,
  now: Date,
): Promise<number> {
  let destroyed = 0;
  for (;;) {
    const due = await db.key.findMany({
      where: { state: 'PendingDeletion', deleteDate: { lte: now } },
      orderBy: { deleteDate: 'asc' },
      take: BATCH,
    });
    if (due.length === 0) break;
    const outcomes = await Promise.allSettled(
      due.map((key) =>
        commit({
          destructions: [{ id: key.id, revision: key.revision }],
          inserts: [auditOfJob('DestroyKey', key, uuidv7(), now)],
        }),
      ),
    );
    materials.drop(due.map(({ id }) => id));
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') destroyed += 1;
      else if (!(outcome.reason instanceof Raced)) throw outcome.reason; // raced: kept after all, or destroyed by another
    }
  }
  if (destroyed > 0) await checkpoint();
  return destroyed;
}
