import { Counter, Gauge, type Registry } from 'prom-client';
import type { CacheStats } from '#keyring/secret-cache.ts';
import type { PoolStats } from '#store/store.ts';

/** Sources of the metrics that are read at each scrape. */
export interface Watched {
  readonly pools: () => readonly PoolStats[];
  readonly caches: Readonly<Record<string, () => CacheStats>>;
  readonly connections: () => {
    readonly open: number;
    readonly unauthenticatedBytes: number;
    readonly closed: number;
  };
  /** Number of open streams of GraphQL subscriptions. */
  readonly streams: () => number;
  readonly keysByState: () => Promise<Readonly<Record<string, number>>>;
  /**
   * False on PostgreSQL while this server's clock is wrong, on SQLite while jobs wait because of
   * the clock.
   */
  readonly isClockTrusted: () => boolean;
  readonly build: {
    readonly version: string;
    /** Kind of the database. */
    readonly database: string;
    /** Name of this replica. */
    readonly replica: string;
  };
}

/**
 * Adds the gauges of build, clock, keys, connections and database pools. Of several workers they are added up, unless
 * `aggregator` says otherwise.
 */
export function registerGauges(registry: Registry, watched: Watched): void {
  registerServerGauges(registry, watched);
  registerConnectionMetrics(registry, watched);
  registerPoolGauge(registry, watched);
}

function registerServerGauges(
  registry: Registry,
  { build, keysByState, isClockTrusted }: Watched,
): void {
  const registers = [registry];
  new Gauge({
    name: 'keywright_build_info',
    help: 'Always 1. The labels are the release, the kind of database and the name of this replica.',
    labelNames: ['version', 'database', 'replica'],
    aggregator: 'max',
    registers,
  }).set(build, 1);
  new Gauge({
    name: 'keywright_keys',
    help: 'Keys by state. Absent while the database does not answer.',
    labelNames: ['state'],
    aggregator: 'max', // of the database: each worker counts the same keys
    registers,
    async collect() {
      this.reset();
      const counts = await keysByState().catch(() => ({}));
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'keywright_clock_trusted',
    help: "0 while this server's clock differs from PostgreSQL's or, on SQLite, while jobs wait because of the clock. Otherwise 1.",
    aggregator: 'min',
    registers,
    collect() {
      this.set(isClockTrusted() ? 1 : 0);
    },
  });
}

function registerConnectionMetrics(registry: Registry, { connections, streams }: Watched): void {
  const registers = [registry];
  new Gauge({
    name: 'keywright_connections',
    help: 'Open connections of clients.',
    registers,
    collect() {
      this.set(connections().open);
    },
  });
  new Gauge({
    name: 'keywright_streams',
    help: 'Open streams of GraphQL subscriptions.',
    registers,
    collect() {
      this.set(streams());
    },
  });
  new Gauge({
    name: 'keywright_unauthenticated_bytes',
    help: 'Bytes in memory of requests that are not authenticated, and of the answers to them.',
    registers,
    collect() {
      this.set(connections().unauthenticatedBytes);
    },
  });
  new Counter({
    name: 'keywright_connections_closed_total',
    help: 'Connections closed because there were too many, because unauthenticated requests used too much memory, or because the client did not read the answer.',
    registers,
    collect() {
      this.reset(); // `connections` counts since the start
      this.inc(connections().closed);
    },
  });
}

function registerPoolGauge(registry: Registry, { pools }: Watched): void {
  new Gauge({
    name: 'keywright_database_connections',
    help: 'Connections to PostgreSQL, by pool and state. The state waiting counts requests that wait for a connection.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const { pool, open, idle, waiting } of pools()) {
        this.set({ pool, state: 'busy' }, open - idle);
        this.set({ pool, state: 'idle' }, idle);
        this.set({ pool, state: 'waiting' }, waiting);
      }
    },
  });
}

/** Adds size, hits and misses of the caches of unwrapped secrets. */
export function registerCacheMetrics(registry: Registry, caches: Watched['caches']): void {
  const registers = [registry];
  new Gauge({
    name: 'keywright_cache_entries',
    help: 'Unwrapped secrets in memory.',
    labelNames: ['cache'],
    registers,
    collect() {
      for (const [cache, stats] of Object.entries(caches)) this.set({ cache }, stats().entries);
    },
  });
  const addCounter = (name: string, help: string, field: 'hits' | 'misses') =>
    new Counter({
      name,
      help,
      labelNames: ['cache'],
      registers,
      collect() {
        this.reset(); // the caches count since the start
        for (const [cache, stats] of Object.entries(caches)) this.inc({ cache }, stats()[field]);
      },
    });
  addCounter('keywright_cache_hits_total', 'Secrets found unwrapped in memory.', 'hits');
  addCounter(
    'keywright_cache_misses_total',
    'Secrets read from the database and unwrapped.',
    'misses',
  );
}
