import type { Keyring } from '#keyring/keyring.ts';
import { Raced } from '#store/commit/writes.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { Attendance } from './live-replicas.ts';
import { RootKeyError } from './providers/provider.ts';
import type { RootKeyProviders } from './providers/source.ts';
import { rewrapAll } from './rewrap.ts';
import { createRootKey, openRootKey, opensCanary } from './root-keys.ts';
import type { ReplicaStatus } from './status.ts';

/** What a rotation tells of itself while it runs. */
export interface RotationProgress {
  staged(id: string): void;
  /** Servers that do not follow yet, and what they are to do. */
  waiting(
    replicas: readonly ReplicaStatus[],
    what: 'hold the next root key' | 'wrap under it',
  ): void;
  promoted(id: string): void;
  rewrapped(count: number, of: number): void;
  retired(id: string): void;
}

export interface Rotation {
  readonly store: Store;
  /** Holds every root key that the database names. */
  readonly keyring: Keyring;
  readonly providers: RootKeyProviders;
  readonly accountId: string;
  /** The database's time, by which servers report. */
  readonly clock: () => Date | Promise<Date>;
  readonly progress: RotationProgress;
  /** Resolves when it is time to look again at who follows. */
  readonly pause: () => Promise<void>;
  /** Opens every value under this root key alone. @throws RootKeyError when one does not */
  readonly verify: (rootKeyId: string) => Promise<void>;
}

const rowIn = async ({ db }: Store, state: string): Promise<Rows['rootKey'] | null> =>
  db.rootKey.findFirst({ where: { state } });

/**
 * Rotates the root key: stages the next one, waits until every server holds it, promotes it, waits until every server
 * wraps under it, wraps everything anew, verifies every value, and retires the old one. Where it stands is in the
 * database, so a rotation that was killed is gone on with by running it again.
 */
export async function rotateRootKey(rotation: Rotation): Promise<void> {
  const { store } = rotation;
  const attendance = new Attendance();
  if (!(await rowIn(store, 'old'))) {
    await stage(rotation);
    await promote(rotation, attendance);
  }
  for (let old = await rowIn(store, 'old'); old; old = await rowIn(store, 'old'))
    await finish(rotation, attendance, old);
}

/** Takes in what another rotation has staged since the keyring was opened. */
async function holdEvery({ store, keyring, providers }: Rotation): Promise<void> {
  for (const row of await store.db.rootKey.findMany())
    if (!keyring.holds.includes(row.id)) keyring.hold(await openRootKey(row, providers));
}

/** Makes the next root key known, once. From now on no server starts without it. */
async function stage({
  store,
  keyring,
  providers,
  accountId,
  clock,
  progress,
}: Rotation): Promise<void> {
  await store.exclusively(async () => {
    if ((await rowIn(store, 'next')) || (await rowIn(store, 'old'))) return;
    const { next } = providers;
    if (!next)
      throw new RootKeyError(
        'There is no next root key: set KEYWRIGHT_NEXT_ROOT_KEY, KEYWRIGHT_NEXT_ROOT_KEY_FILE, KEYWRIGHT_NEXT_ROOT_KEY_PASSPHRASE or KEYWRIGHT_NEXT_ROOT_KEY_PKCS11.',
      );
    const current = await rowIn(store, 'current');
    if (!current) return;
    const { held, row } = await createRootKey(next, {
      accountId,
      state: 'next',
      now: await clock(),
    });
    if (opensCanary(held.key, current))
      throw new RootKeyError(
        `The next root key, from ${next.place}, is the one in use. Make another.`,
      );
    try {
      // Good only while the current one is what it was, and none is staged: another rotation may be as far, or further.
      const unchanged = { id: current.id, from: 'current', to: 'current' };
      await store.commit({ inserts: [{ table: 'rootKey', row }], rootKeyChanges: [unchanged] });
    } catch (error) {
      held.key[Symbol.dispose]();
      if (error instanceof Raced || (await rowIn(store, 'next'))) return;
      throw error;
    }
    keyring.hold(held);
    progress.staged(row.id);
  });
}

async function promote(rotation: Rotation, attendance: Attendance): Promise<void> {
  const { store, keyring, progress } = rotation;
  await holdEvery(rotation);
  const next = await rowIn(store, 'next');
  if (!next) return;
  await everybody(rotation, attendance, 'hold the next root key', ({ holds }) =>
    holds.includes(next.id),
  );
  const current = await rowIn(store, 'current');
  if (!current || current.id === next.id) return; // another rotation has promoted it during the wait
  try {
    await store.commit({
      rootKeyChanges: [
        { id: current.id, from: 'current', to: 'old' },
        { id: next.id, from: 'next', to: 'current' },
      ],
    });
  } catch (error) {
    if (!(error instanceof Raced)) throw error;
    // Another rotation did it, or it was cancelled meanwhile.
    if ((await rowIn(store, 'current'))?.id !== next.id)
      throw new RootKeyError('The rotation was cancelled. Nothing has changed.');
  }
  keyring.wrapUnder(next.id);
  progress.promoted(next.id);
}

async function finish(
  rotation: Rotation,
  attendance: Attendance,
  old: Rows['rootKey'],
): Promise<void> {
  const { store, keyring, progress, verify } = rotation;
  await holdEvery(rotation);
  const current = await rowIn(store, 'current');
  if (!current) return;
  keyring.wrapUnder(current.id);
  await everybody(
    rotation,
    attendance,
    'wrap under it',
    ({ wrapsUnder }) => wrapsUnder === current.id,
  );
  const where = { rootKeyId: old.id };
  const all =
    (await store.db.keyVersion.count({ where })) + (await store.db.accessKey.count({ where }));
  let done = 0;
  await rewrapAll(store, keyring, old.id, (count) => {
    done += count;
    progress.rewrapped(done, all);
  });
  await verify(current.id);
  try {
    await store.commit({ rootKeyChanges: [{ id: old.id, from: 'old', to: 'gone' }] });
  } catch (error) {
    if (error instanceof Raced) return; // a late value refers to it still, or another rotation was faster: look again
    throw error;
  }
  await store.checkpoint(); // what was wrapped under it leaves the disk
  progress.retired(old.id);
}

/** Waits for every live server. One that has gone silent is counted as gone after a minute. */
async function everybody(
  { store, clock, progress, pause }: Rotation,
  attendance: Attendance,
  what: Parameters<RotationProgress['waiting']>[1],
  follows: (replica: ReplicaStatus) => boolean,
): Promise<void> {
  for (;;) {
    const late = (await attendance.live(store.db, await clock())).filter(
      (replica) => !follows(replica),
    );
    if (late.length === 0) return;
    progress.waiting(late, what);
    await pause();
  }
}
