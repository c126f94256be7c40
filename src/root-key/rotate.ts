import { haveMacs } from '#keyring/canary.ts';
import {
  ConflictError,
  deleteRow,
  insertUnique,
  requireRow,
  updateRow,
} from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { insertCommandEvent } from '#store/writes/audit-event.ts';
import { LiveReplicas, waitForReplicas } from './live-replicas.ts';
import { RootKeyError } from './providers/provider.ts';
import { countUnder, renewAll } from './renew.ts';
import { createRootKey, openRootKey, opensCanary } from './root-keys.ts';
import type { Rotation } from './rotation.ts';

/** The first root key in a state. */
const findRootKey = async ({ db }: Store, state: string): Promise<Rows['rootKey'] | null> =>
  db.rootKey.findFirst({ where: { state } });

/**
 * Rotates the root key: stages the next one, waits until every server has loaded it, promotes it, waits until every
 * server wraps under it, renews all values, verifies every value, and retires the old one. The database has the state
 * of the rotation, so an interrupted rotation continues when it is run again.
 * @throws RootKeyError when there is no next root key, when it is the current one, when the rotation was cancelled, when
 * a value does not open, or when the database is that of an older release
 */
export async function rotateRootKey(rotation: Rotation): Promise<void> {
  const { store } = rotation;
  const replicas = new LiveReplicas();
  if (!haveMacs(rotation.keyring, await store.db.rootKey.findMany()))
    // The next root key would say that there are MACs, and then every access key would be denied.
    throw new RootKeyError(
      'The database was last used by an older release. Start this release once, which upgrades it, and rotate then.',
    );
  if (!(await findRootKey(store, 'old'))) {
    await stage(rotation);
    await promote(rotation, replicas);
  }
  for (let old = await findRootKey(store, 'old'); old; old = await findRootKey(store, 'old'))
    await finish(rotation, replicas, old);
}

/** Adds the root keys that another rotation has staged since the keyring was opened. */
async function addNewRootKeys({ store, keyring, providers }: Rotation): Promise<void> {
  for (const row of await store.db.rootKey.findMany())
    if (!keyring.ids.includes(row.id)) keyring.add(await openRootKey(row, providers));
}

/**
 * Adds the next root key to the database, unless a rotation is in progress. From now on no server starts without it.
 */
async function stage({
  store,
  keyring,
  providers,
  accountId,
  clock,
  progress,
}: Rotation): Promise<void> {
  await store.exclusively(async () => {
    if ((await findRootKey(store, 'next')) || (await findRootKey(store, 'old'))) return;
    const { next } = providers;
    if (!next)
      throw new RootKeyError(
        'There is no next root key. Set KEYWRIGHT_NEXT_ROOT_KEY, KEYWRIGHT_NEXT_ROOT_KEY_FILE, KEYWRIGHT_NEXT_ROOT_KEY_PASSPHRASE or KEYWRIGHT_NEXT_ROOT_KEY_PKCS11.',
      );
    const current = await findRootKey(store, 'current');
    if (!current) return;
    const now = await clock();
    const { loaded, row } = await createRootKey(next, { accountId, state: 'next', now });
    if (opensCanary(loaded.key, current))
      throw new RootKeyError(
        `The next root key (${next.location}) is already in use. Create another one.`,
      );
    try {
      // Only while the current root key is unchanged and none is staged: another rotation can have come first.
      await store.commit([
        requireRow(TABLES.rootKey, { id: current.id }, { state: 'current' }),
        insertUnique(TABLES.rootKey, row, ['state']),
        insertCommandEvent('StageRootKey', accountId, now, { rootKeyId: row.id }),
      ]);
    } catch (error) {
      loaded.key[Symbol.dispose]();
      if (error instanceof ConflictError || (await findRootKey(store, 'next'))) return;
      throw error;
    }
    keyring.add(loaded);
    progress.staged(row.id);
  });
}

async function promote(rotation: Rotation, replicas: LiveReplicas): Promise<void> {
  const { store, keyring, accountId, clock, progress } = rotation;
  await addNewRootKeys(rotation);
  const next = await findRootKey(store, 'next');
  if (!next) return;
  await waitForReplicas(rotation, replicas, 'load the next root key', ({ rootKeyIds }) =>
    rootKeyIds.includes(next.id),
  );
  const current = await findRootKey(store, 'current');
  if (!current || current.id === next.id) return; // another rotation has promoted it during the wait
  try {
    await store.commit([
      updateRow(TABLES.rootKey, { id: current.id }, { state: 'old' }, { state: 'current' }),
      updateRow(TABLES.rootKey, { id: next.id }, { state: 'current' }, { state: 'next' }),
      insertCommandEvent('PromoteRootKey', accountId, await clock(), {
        rootKeyId: next.id,
        previousRootKeyId: current.id,
      }),
    ]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // Another rotation has promoted it, or it was cancelled.
    if ((await findRootKey(store, 'current'))?.id !== next.id)
      throw new RootKeyError('The rotation was cancelled. Nothing has changed.');
  }
  keyring.wrapUnder(next.id);
  progress.promoted(next.id);
}

async function finish(
  rotation: Rotation,
  replicas: LiveReplicas,
  old: Rows['rootKey'],
): Promise<void> {
  const { store, keyring, accountId, clock, progress, verify } = rotation;
  await addNewRootKeys(rotation);
  const current = await findRootKey(store, 'current');
  if (!current) return;
  keyring.wrapUnder(current.id);
  await waitForReplicas(
    rotation,
    replicas,
    'wrap under it',
    ({ wrapsUnder }) => wrapsUnder === current.id,
  );
  const total = await countUnder(store.db, old.id);
  let done = 0;
  await renewAll(store, keyring, old.id, (count) => {
    done += count;
    progress.renewed(done, total);
  });
  await verify(current.id);
  try {
    await store.commit([
      deleteRow(TABLES.rootKey, { id: old.id }, { state: 'old' }),
      insertCommandEvent('RetireRootKey', accountId, await clock(), { rootKeyId: old.id }),
    ]);
  } catch (error) {
    // a request has just stored a value under it, or another rotation retired it: the caller looks again
    if (error instanceof ConflictError) return;
    throw error;
  }
  await store.checkpoint(); // removes the old values from the disk
  progress.retired(old.id);
}
