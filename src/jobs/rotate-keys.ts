import { v7 as uuidv7 } from 'uuid';
import { afterRotation } from '#domain/rotation.ts';
import { type KeyVersionServices, makeKeyVersion } from '#keyring/key-versions.ts';
import { Raced } from '#store/commit/writes.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { auditOfJob } from './audit-of-job.ts';

const BATCH = 50;
/** No principal has this name, so the job waits for RSA keys in a queue of its own. */
const REQUESTER = { principal: 'job:RotateKey' };

/**
 * Gives the keys whose nextRotationDate has passed a new version. A key that was due several times gets one, and is
 * due again a whole interval later. Each is one change of the revision that was read, so of any number of replicas one
 * does it. Keys that cannot be used wait (`Suspended`), and rotate when they are enabled. @returns how many it rotated
 */
export async function rotateKeys(
  { db, commit }: Store,
  makers: KeyVersionServices,
  now: Date,
): Promise<number> {
  let rotated = 0;
  for (;;) {
    const due = (await db.key.findMany({
      where: { state: 'Enabled', nextRotationDate: { lte: now } },
      orderBy: { nextRotationDate: 'asc' },
      take: BATCH,
    })) as Rows['key'][];
    if (due.length === 0) return rotated;
    const outcomes = await Promise.allSettled(
      due.map(async (key) => {
        const version = await makeKeyVersion(makers, key, now, REQUESTER);
        await commit({
          inserts: [
            { table: 'keyVersion', row: version },
            auditOfJob('RotateKey', key, uuidv7(), now),
          ],
          changes: [{ id: key.id, revision: key.revision, to: afterRotation(key, version) }],
        });
      }),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') rotated += 1;
      else if (!(outcome.reason instanceof Raced)) throw outcome.reason; // raced: changed, or rotated by another
    }
  }
}
