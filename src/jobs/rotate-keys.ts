import { afterRotation } from '#domain/rotation.ts';
import { type KeyVersionServices, makeKeyVersion } from '#keyring/key-versions.ts';
import { insertRow, updateRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type KeyRow, TABLES } from '#store/tables.ts';
import { auditOfJob } from './audit-of-job.ts';
import { DUE_ROWS, eachDueRow } from './due-rows.ts';

/** No principal has this name, so the job waits for RSA keys in a queue of its own. */
const REQUESTER = { principal: 'job:RotateKey' };

/**
 * Gives the keys whose nextRotationDate has passed a new version. A key that was due several times
 * gets one, and is due again a whole interval later. Keys that cannot be used wait (`Suspended`),
 * and rotate when they are enabled. @returns how many keys it rotated
 */
export const rotateKeys = (
  { db, commit }: Store,
  makers: KeyVersionServices,
  now: Date,
): Promise<number> => {
  const find = () =>
    db.key.findMany({
      where: { state: 'Enabled', nextRotationDate: { lte: now } },
      orderBy: { nextRotationDate: 'asc' },
      take: DUE_ROWS,
    }) as Promise<KeyRow[]>;
  return eachDueRow(find, async (key) => {
    const version = await makeKeyVersion(makers, key, now, REQUESTER);
    const { id, revision } = key;
    const to = { ...afterRotation(key, version), revision: revision + 1 };
    await commit([
      insertRow(TABLES.keyVersion, version),
      updateRow(TABLES.key, { id }, to, { revision }),
      auditOfJob('RotateKey', key, version.id, now),
    ]);
  });
};
