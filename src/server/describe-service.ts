import type { ClockWatch } from '#clock/clock-watch.ts';
import type { Config } from '#config/config.ts';
import { once } from '#pipeline/once.ts';
import type { ServiceFacts } from '#pipeline/service-facts.ts';
import { countUnder } from '#root-key/renew.ts';
import type { RootKeyState } from '#root-key/root-keys.ts';
import { replicasSince } from '#root-key/status.ts';
import { REPLICA_SILENCE_MILLISECONDS } from '#root-key/watch.ts';
import type { Store } from '#store/store.ts';
import type { Readiness } from './readiness.ts';
import { VERSION } from './version.ts';

interface DescribeServiceOptions {
  readonly store: Pick<Store, 'db' | 'backgroundDb' | 'time'>;
  readonly database: Config['database'];
  readonly replicaName: string;
  readonly clockWatch: ClockWatch;
  readonly readiness: Readiness;
  readonly startedAt: Date;
}

/** Makes what collects the facts of the operation DescribeService, beside those of an account. */
export const describesService =
  ({ store, database, replicaName, clockWatch, readiness, startedAt }: DescribeServiceOptions) =>
  async (): Promise<ServiceFacts> => {
    const since = new Date((await store.time()).getTime() - REPLICA_SILENCE_MILLISECONDS);
    const [problems, replicas, rootKeys] = await Promise.all([
      readiness.problems(),
      replicasSince(store.db, since),
      store.db.rootKey.findMany({ orderBy: { createdAt: 'asc' } }),
    ]);
    return {
      version: VERSION,
      databaseKind: database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL',
      startedAt,
      replicaName,
      problems,
      clockSkewMilliseconds: clockWatch.skewMilliseconds() ?? null,
      isClockTrusted: clockWatch.isTrusted(),
      replicas: replicas.map(({ wrapsUnder, version, ...replica }) => ({
        ...replica,
        version: version || null,
        currentRootKeyId: wrapsUnder,
      })),
      // Not what else a row has: its canary and the parameters of its provider help who looks for the root key.
      rootKeys: rootKeys.map(({ id, state, provider, createdAt }) => ({
        id,
        state: state as RootKeyState,
        provider,
        createdAt,
        countValues: once(() => countUnder(store.backgroundDb, id)),
      })),
    };
  };
