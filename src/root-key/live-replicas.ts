import type { Store } from '#store/store.ts';
import { type ReplicaStatus, replicasSince } from './status.ts';
import { REPLICA_SILENCE_MILLISECONDS } from './watch.ts';

/** No two clocks of a deployment are further apart: beyond it signatures are refused. */
const CLOCKS_MILLISECONDS = 15 * 60_000;

/**
 * Which servers are there still, as a rotation watches them: one whose report has not changed for a minute of the
 * watcher's own time has gone. Clocks of two machines are compared only as far as they have to agree anyway.
 */
export class LiveReplicas {
  readonly #seen = new Map<string, { readonly seenAt: number; readonly since: number }>();

  async live(db: Store['db'], now: Date): Promise<ReplicaStatus[]> {
    const replicas = await replicasSince(db, new Date(now.getTime() - CLOCKS_MILLISECONDS));
    return replicas.filter(({ id, seenAt }) => {
      const known = this.#seen.get(id);
      if (known?.seenAt !== seenAt.getTime())
        this.#seen.set(id, { seenAt: seenAt.getTime(), since: now.getTime() });
      return now.getTime() - (this.#seen.get(id)?.since ?? 0) < REPLICA_SILENCE_MILLISECONDS;
    });
  }
}
