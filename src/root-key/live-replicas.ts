import type { Store } from '#store/store.ts';
import type { Rotation, RotationProgress } from './rotation.ts';
import { type ReplicaStatus, replicasSince } from './status.ts';
import { REPLICA_SILENCE_MILLISECONDS } from './watch.ts';

/** The clocks of two replicas differ by less: signatures from a clock that is further off are invalid anyway. */
const MAX_CLOCK_DIFFERENCE_MILLISECONDS = 15 * 60_000;

/**
 * The replicas that run, as a rotation sees them. A replica counts as stopped when its report has not changed for a minute
 * of the observer's own time, so clocks of two machines need to agree only within the 15 minutes of signatures.
 */
export class LiveReplicas {
  readonly #lastReports = new Map<string, { readonly seenAt: number; readonly since: number }>();

  /** @param now the observer's time */
  async list(db: Store['db'], now: Date): Promise<ReplicaStatus[]> {
    const oldest = new Date(now.getTime() - MAX_CLOCK_DIFFERENCE_MILLISECONDS);
    const replicas = await replicasSince(db, oldest);
    return replicas.filter(({ id, seenAt }) => {
      const known = this.#lastReports.get(id);
      if (known?.seenAt !== seenAt.getTime())
        this.#lastReports.set(id, { seenAt: seenAt.getTime(), since: now.getTime() });
      const { since = 0 } = this.#lastReports.get(id) ?? {};
      return now.getTime() - since < REPLICA_SILENCE_MILLISECONDS;
    });
  }
}

/** Waits until every running server follows. A server without a report for a minute counts as stopped. */
export async function waitForReplicas(
  { store, clock, progress, pause }: Rotation,
  replicas: LiveReplicas,
  what: Parameters<RotationProgress['waiting']>[1],
  follows: (replica: ReplicaStatus) => boolean,
): Promise<void> {
  for (;;) {
    const behind = (await replicas.list(store.db, await clock())).filter(
      (replica) => !follows(replica),
    );
    if (behind.length === 0) return;
    progress.waiting(behind, what);
    await pause();
  }
}
