import type { Materials } from '#keyring/materials.ts';
import { updateRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type KeyRow, TABLES } from '#store/tables.ts';
import { auditOfJob } from './audit-of-job.ts';
import { DUE_ROWS, eachDueRow } from './due-rows.ts';

/**
 * Deletes imported material whose materialExpireTime has passed: the key waits for the same
 * material again. @returns of how many keys
 */
export async function expireMaterial(
  { db, commit, checkpoint }: Store,
  materials: Materials,
  now: Date,
): Promise<number> {
  const find = () =>
    db.key.findMany({
      where: { materialExpireTime: { lte: now } },
      orderBy: { materialExpireTime: 'asc' },
      take: DUE_ROWS,
    }) as Promise<KeyRow[]>;
  const expired = await eachDueRow(find, async (key) => {
    const row = auditOfJob('ExpireKeyMaterial', key, key.primaryVersionId, now);
    await commit([...expiryOf(key), row]);
    materials.drop([key.id]);
  });
  if (expired > 0) await checkpoint();
  return expired;
}

function expiryOf({ id, revision, state, primaryVersionId }: KeyRow): Write[] {
  const to = {
    materialExpireTime: null,
    ...(state !== 'PendingDeletion' && { state: 'PendingImport' as const }),
    revision: revision + 1,
  };
  const wrappedMaterial = new Uint8Array();
  return [
    updateRow(TABLES.key, { id }, to, { revision }),
    ...(primaryVersionId
      ? [updateRow(TABLES.keyVersion, { id: primaryVersionId }, { wrappedMaterial })]
      : []),
  ];
}
