import type { Store } from '#store/store.ts';
import { countUnder } from './renew.ts';
import type { RootKeyState } from './root-keys.ts';

/** A root key of the database. */
export interface RootKeyStatus {
  readonly id: string;
  readonly state: RootKeyState;
  readonly provider: string;
  readonly createdAt: Date;
  /** The number of rows with a secret or a MAC under it. */
  readonly values: number;
}

/** A running server, as it last reported. */
export interface ReplicaStatus {
  readonly id: string;
  /** KEYWRIGHT_REPLICA_NAME, or its host name and port. */
  readonly name: string;
  /** Its address for browsers. Empty for an older release, which does not report it. */
  readonly url: string;
  /** Its release. Empty for an older one, which does not report it. */
  readonly version: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  /** The root keys that it has loaded. */
  readonly rootKeyIds: readonly string[];
  /** The id of its current root key. */
  readonly wrapsUnder: string;
}

/** The root keys of a database, the oldest first, and how many rows have a secret or a MAC under each. */
export async function rootKeyStatus(db: Store['db']): Promise<RootKeyStatus[]> {
  const rows = await db.rootKey.findMany({ orderBy: { createdAt: 'asc' } });
  return Promise.all(
    rows.map(async ({ id, state, provider, createdAt }) => {
      const values = await countUnder(db, id);
      return { id, state: state as RootKeyState, provider, createdAt, values };
    }),
  );
}

/**
 * The replicas that have reported since a time. Reports have the database's time; those of older releases their own.
 */
export async function replicasSince(db: Store['db'], since: Date): Promise<ReplicaStatus[]> {
  const rows = await db.replica.findMany({ where: { seenAt: { gte: since } } });
  return rows.map(({ id, name, url, version, startedAt, seenAt, rootKeyIds, wrapsUnder }) => ({
    id,
    name: name || id, // an older release reports none
    url,
    version,
    startedAt,
    seenAt,
    rootKeyIds: JSON.parse(rootKeyIds) as string[],
    wrapsUnder,
  }));
}
