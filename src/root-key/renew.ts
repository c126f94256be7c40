import type { SealedTable } from '#integrity/sealed/sealed-table.ts';
import { SEALED_TABLES } from '#integrity/sealed/sealed-tables.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { ConflictError, type Update } from '#store/commit/write-set.ts';
import type { BackgroundReader, Reader, Store } from '#store/store.ts';
import { KEY_VERSIONS } from './key-versions.ts';

/** A table with values of a root key: wrapped secrets, MACs, or both. */
export interface RenewedTable extends Pick<SealedTable, 'count'> {
  /** The next rows under a root key, each with the update that brings it under the current one. */
  readonly read: (
    db: Reader,
    keyring: Keyring,
    query: { readonly under: string },
  ) => Promise<readonly { readonly renew: () => Update }[]>;
}

const TABLES: readonly RenewedTable[] = [KEY_VERSIONS, ...SEALED_TABLES];

/** The number of rows that have values of a root key. */
export async function countUnder(db: BackgroundReader, rootKeyId: string): Promise<number> {
  const counts = await Promise.all(TABLES.map(({ count }) => count(db, rootKeyId)));
  return counts.reduce((sum, rows) => sum + rows, 0);
}

/**
 * Wraps all values of a root key again, and makes all MACs again, under the keyring's current root key. A row is changed
 * only while it is what was read, so this can run beside servers, run twice at once, and be killed: the next run finds
 * the remaining rows by their root key.
 * @param onRenewed gets the number of rows of each batch
 */
export async function renewAll(
  store: Pick<Store, 'db' | 'commit'>,
  keyring: Keyring,
  from: string,
  onRenewed: (count: number) => void,
): Promise<void> {
  for (const table of TABLES) {
    for (;;) {
      const rows = await table.read(store.db, keyring, { under: from });
      if (rows.length === 0) break;
      onRenewed(await renewEach(store, rows));
    }
  }
}

/** @returns how many were renewed. Those that have changed meanwhile are read again by the caller */
async function renewEach(
  { commit }: Pick<Store, 'commit'>,
  rows: readonly { readonly renew: () => Update }[],
): Promise<number> {
  const outcomes = await Promise.allSettled(rows.map(async ({ renew }) => commit([renew()])));
  for (const outcome of outcomes)
    if (outcome.status === 'rejected' && !(outcome.reason instanceof ConflictError))
      throw outcome.reason;
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}
