import type { ClockWatch } from '#clock/clock-watch.ts';
import type { Config } from '#config/config.ts';
import type { Metrics } from '#metrics/metrics.ts';
import type { Services } from '#pipeline/call.ts';
import { countKeysByState } from '#store/read/count-keys.ts';
import type { Store } from '#store/store.ts';
import type { Listener } from './open-listener.ts';
import type { Replica } from './open-replica.ts';
import { VERSION } from './version.ts';

interface MetricSources {
  readonly config: Config;
  readonly store: Store;
  readonly listener: Listener;
  readonly replica: Replica;
  readonly services: Services;
  readonly clockWatch: ClockWatch;
}

/** Connects the metrics that are read at each scrape to their sources. */
export function watchMetrics(
  metrics: Metrics,
  { config, store, listener, replica, services, clockWatch }: MetricSources,
): void {
  const { materials } = services;
  const { accessKeys } = replica.deployment;
  metrics.watch({
    pools: store.pools,
    caches: { materials: () => materials.stats(), accessKeys: () => accessKeys.stats() },
    connections: () => listener.connections.stats(),
    streams: () => listener.streams.count(),
    keysByState: async () => countKeysByState(store.backgroundDb, clockWatch.now()),
    isClockTrusted: clockWatch.isTrusted,
    build: { version: VERSION, database: config.database.kind, replica: replica.name },
  });
}
