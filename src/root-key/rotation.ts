import type { Keyring } from '#keyring/keyring.ts';
import type { Store } from '#store/store.ts';
import type { RootKeyProviders } from './providers/source.ts';
import type { ReplicaStatus } from './status.ts';

/** Reports the progress of a rotation. */
export interface RotationProgress {
  /** The next root key is in the database. */
  staged(id: string): void;
  /** Servers that the rotation waits for, and what they have to do. */
  waiting(
    replicas: readonly ReplicaStatus[],
    what: 'load the next root key' | 'wrap under it',
  ): void;
  /** The next root key is now the current one. */
  promoted(id: string): void;
  /** So many of all rows have their secrets and MACs under the current root key. */
  renewed(count: number, total: number): void;
  /** The old root key is removed from the database. */
  retired(id: string): void;
}

/** What a rotation works with. */
export interface Rotation {
  readonly store: Store;
  /** Has every root key of the database. */
  readonly keyring: Keyring;
  readonly providers: RootKeyProviders;
  readonly accountId: string;
  /** The database's time, which servers use in their reports. */
  readonly clock: () => Date | Promise<Date>;
  readonly progress: RotationProgress;
  /** Resolves when the rotation should look again at the replicas it waits for. */
  readonly pause: () => Promise<void>;
  /**
   * Opens every value under only this root key, and checks every MAC. Rows that were altered do not stop the rotation:
   * they stay denied.
   * @throws RootKeyError when a value does not open
   */
  readonly verify: (rootKeyId: string) => Promise<void>;
}
