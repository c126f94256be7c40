import { ConflictError, deleteRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { insertCommandEvent } from '#store/writes/audit-event.ts';
import { RootKeyError } from './providers/provider.ts';

/**
 * Cancels a rotation: removes the staged root key from the database. Nothing is wrapped under it before it is promoted, so
 * no root key is opened for this, and the staged one may be lost.
 * @returns the id of the root key that was staged
 * @throws RootKeyError where none is staged, or where it is promoted and the rotation can only be finished
 */
export const cancelRotation = (store: Store): Promise<string> =>
  store.exclusively(async () => {
    const rows = await store.db.rootKey.findMany();
    const next = rows.find(({ state }) => state === 'next');
    if (!next && rows.some(({ state }) => state === 'old')) throw alreadyPromoted();
    if (!next) throw new RootKeyError('No root key rotation is in progress.');
    try {
      await store.commit([
        deleteRow(TABLES.rootKey, { id: next.id }, { state: 'next' }),
        insertCommandEvent('CancelRootKeyRotation', next.accountId, await store.time(), {
          rootKeyId: next.id,
        }),
      ]);
    } catch (error) {
      throw error instanceof ConflictError ? alreadyPromoted() : error;
    }
    return next.id;
  });

const alreadyPromoted = () =>
  new RootKeyError(
    'The next root key is already in use, and keys can be wrapped under it. Finish the rotation with "npm run root-key -- rotate".',
  );
