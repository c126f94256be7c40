import type { Materials } from '#keyring/materials.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { auditOfJob } from './audit-of-job.ts';
import { DUE_ROWS, eachDueRow } from './due-rows.ts';

/**
 * Destroys the keys whose deleteDate has passed, with the material of their versions and their
 * counts, permanently: rows are overwritten, and the write-ahead log is emptied afterwards.
 * @returns how many keys it destroyed
 */
export async function destroyKeys(
  { db, commit, checkpoint }: Store,
  materials: Materials,
  now: Date,
): Promise<number> {
  const find = () =>
    db.key.findMany({
      where: { state: 'PendingDeletion', deleteDate: { lte: now } },
      orderBy: { deleteDate: 'asc' },
      take: DUE_ROWS,
    });
  const destroyed = await eachDueRow(find, async (key) => {
    const uses = await db.keyUse.findMany({ where: { keyId: key.id }, select: { day: true } });
    await commit([
      // Versions, aliases and tags are deleted with their key, by the database.
      deleteRow(TABLES.key, { id: key.id }, { revision: key.revision }),
      ...uses.map(({ day }) => deleteRow(TABLES.keyUse, { keyId: key.id, day })),
      auditOfJob('DestroyKey', key, null, now),
    ]);
    materials.drop([key.id]);
  });
  if (destroyed > 0) await checkpoint();
  return destroyed;
}
