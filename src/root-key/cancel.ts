import { ConflictError, deleteRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { RootKeyError } from './providers/provider.ts';

/**
 * Takes a staged root key back. Nothing is wrapped under it before it is promoted, so it may be lost: none of the root keys
 * is opened for this. @returns the id of the one that was staged
 * @throws RootKeyError where none is staged, or where it has been promoted and the rotation can only be finished
 */
export const cancelRotation = (store: Store): Promise<string> =>
  store.exclusively(async () => {
    const rows = await store.db.rootKey.findMany();
    const next = rows.find(({ state }) => state === 'next');
    if (!next && rows.some(({ state }) => state === 'old')) throw promoted();
    if (!next) throw new RootKeyError('No rotation of the root key is under way.');
    try {
      await store.commit([deleteRow(TABLES.rootKey, { id: next.id }, { state: 'next' })]);
    } catch (error) {
      throw error instanceof ConflictError ? promoted() : error;
    }
    return next.id;
  });

const promoted = () =>
  new RootKeyError(
    'The next root key is in use already, and keys may be wrapped under it: "npm run root-key -- rotate" finishes the rotation.',
  );
