import { destroyKeys } from '#jobs/destroy-keys.ts';
import { expireMaterial } from '#jobs/expire-material.ts';
import { rotateKeys } from '#jobs/rotate-keys.ts';
import type { Job } from '#jobs/schedule.ts';
import { sweepExpired } from '#jobs/sweep-expired.ts';
import type { RootKeyWatch } from '#jobs/watch-root-keys.ts';
import type { Makers } from '#keyring/key-versions.ts';
import type { Materials } from '#keyring/materials.ts';
import type { Store } from '#store/store.ts';

/** Reads do not wait for these: what is due is treated as done (store/as-of.ts). */
const DUE_MILLISECONDS = 30_000;
/** A rotation of the root key waits for every replica to look. */
const WATCH_MILLISECONDS = 2_000;

interface JobOptions {
  readonly store: Store;
  readonly materials: Materials;
  readonly makers: Makers;
  readonly clock: () => Date;
  readonly watch: RootKeyWatch;
}

/** What a server does by itself. Each change is conditional, so any number of replicas may do it at once. */
export const jobsOf = ({ store, materials, makers, clock, watch }: JobOptions): readonly Job[] => [
  { name: 'sweep-expired', everyMilliseconds: DUE_MILLISECONDS, work: () => sweepExpired(store, clock()) },
  { name: 'destroy-keys', everyMilliseconds: DUE_MILLISECONDS, work: () => destroyKeys(store, materials, clock()) },
  { name: 'expire-material', everyMilliseconds: DUE_MILLISECONDS, work: () => expireMaterial(store, materials, clock()) },
  { name: 'rotate-keys', everyMilliseconds: DUE_MILLISECONDS, work: () => rotateKeys(store, makers, clock()) },
  { name: 'watch-root-keys', everyMilliseconds: WATCH_MILLISECONDS, work: watch.look },
];
