import type { Store } from '#store/store.ts';
import type { RootKeyState } from './root-keys.ts';

export interface RootKeyStatus {
  readonly id: string;
  readonly state: RootKeyState;
  readonly provider: string;
  readonly createdAt: Date;
  /** How many values are wrapped under it. */
  readonly values: number;
}

export interface ReplicaStatus {
  readonly id: string;
  /** What people call it: KEYWRIGHT_REPLICA_NAME, or its host name and port. */
  readonly name: string;
  /** Where browsers find it. Empty for a release that does not say so. */
  readonly url: string;
  readonly seenAt: Date;
  readonly holds: readonly string[];
  readonly wrapsUnder: string;
}

/** The root keys of a database, and how much hangs on each. */
export async function rootKeyStatus(db: Store['db']): Promise<RootKeyStatus[]> {
  const rows = await db.rootKey.findMany({ orderBy: { createdAt: 'asc' } });
  return Promise.all(
    rows.map(async ({ id, state, provider, createdAt }) => {
      const where = { rootKeyId: id };
      const [versions, accessKeys] = await Promise.all([
        db.keyVersion.count({ where }),
        db.accessKey.count({ where }),
      ]);
      return {
        id,
        state: state as RootKeyState,
        provider,
        createdAt,
        values: versions + accessKeys,
      };
    }),
  );
}

/** The replicas that have reported after a moment of the database's time. Those of an older release report by their own clocks. */
export async function replicasSince(db: Store['db'], moment: Date): Promise<ReplicaStatus[]> {
  const rows = await db.replica.findMany({ where: { seenAt: { gte: moment } } });
  return rows.map(({ id, name, url, seenAt, rootKeyIds, wrapsUnder }) => ({
    id,
    name: name || id, // a release of before has none
    url,
    seenAt,
    holds: JSON.parse(rootKeyIds) as string[],
    wrapsUnder,
  }));
}
