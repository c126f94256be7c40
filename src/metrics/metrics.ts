import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Attempt } from '#identity/guess-limiter.ts';
import type { CacheStats } from '#keyring/secret-cache.ts';
import type { Meter } from '#pipeline/call.ts';
import type { PoolStats } from '#store/store.ts';

/** From a cached read to what an SDK gives up on. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const MAX_LABEL_VALUES = 100;

/** What is asked for when somebody looks, and not counted as it happens. */
export interface Watched {
  readonly pools: () => readonly PoolStats[];
  readonly caches: Readonly<Record<string, () => CacheStats>>;
  readonly connections: () => {
    readonly open: number;
    readonly unauthenticatedBytes: number;
    readonly closed: number;
  };
  readonly keysByState: () => Promise<Readonly<Record<string, number>>>;
  /** False on PostgreSQL while this server's clock is wrong, on SQLite while jobs are held. */
  readonly isClockTrusted: () => boolean;
  /** What runs: the release, the kind of database, and the name of this replica. */
  readonly build: { readonly version: string; readonly database: string; readonly replica: string };
}

/**
 * Prometheus metrics of one server. Labels come from closed lists (operations, codes, jobs). Two take what strangers
 * send, an access key id and an address, and hold the first hundred of each: no caller can make new ones without end.
 */
export class Metrics implements Meter {
  readonly #registry = new Registry();
  readonly #operations = new Counter({
    name: 'keywright_operations_total',
    help: 'Operations performed and reads permitted, by how they ended.',
    labelNames: ['surface', 'operation', 'code'],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'keywright_operation_duration_seconds',
    help: 'How long operations took, from parsed request to durable answer.',
    labelNames: ['surface', 'operation'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #refused = new Counter({
    name: 'keywright_refused_requests_total',
    help: 'Requests that were refused before they came to an operation: unknown callers, bad signatures, unreadable text.',
    labelNames: ['surface', 'code'],
    registers: [this.#registry],
  });
  readonly #labels = new Set<string>();
  readonly #failedAuthentications = new Counter({
    name: 'keywright_failed_authentications_total',
    help: 'Wrong secrets, signatures and unknown access keys, by access key where there is such a one, and by address.',
    labelNames: ['guessed', 'access_key_id', 'address'],
    registers: [this.#registry],
  });
  readonly #jobs = new Counter({
    name: 'keywright_job_runs_total',
    help: 'Runs of the background jobs.',
    labelNames: ['job', 'outcome'],
    registers: [this.#registry],
  });
  readonly #jobSuccess = new Gauge({
    name: 'keywright_job_last_success_timestamp_seconds',
    help: 'When a background job last ended well.',
    labelNames: ['job'],
    registers: [this.#registry],
  });

  operation(surface: string, operation: string, code: string, seconds?: number): void {
    this.#operations.inc({ surface, operation, code });
    if (seconds !== undefined) this.#seconds.observe({ surface, operation }, seconds);
  }

  refused(surface: string, code: string): void {
    this.#refused.inc({ surface, code });
  }

  /** A caller who could not be authenticated. The access key counts by its id where there is such a one. */
  readonly failedAuthentication = ({ guessed, address, accessKeyId }: Attempt): void =>
    this.#failedAuthentications.inc({
      guessed,
      access_key_id:
        guessed === 'secret' && accessKeyId ? this.#bounded('id', accessKeyId) : 'unknown',
      address: this.#bounded('address', address),
    });

  /** Strangers choose what they come from, so the values of these labels are bounded: the first of them, and `other`. */
  #bounded(kind: string, value: string): string {
    const name = `${kind} ${value}`;
    const known = [...this.#labels].filter((one) => one.startsWith(`${kind} `));
    if (!this.#labels.has(name) && known.length >= MAX_LABEL_VALUES) return 'other';
    this.#labels.add(name);
    return value;
  }

  job(job: string, outcome: 'done' | 'failed', at: Date): void {
    this.#jobs.inc({ job, outcome });
    if (outcome === 'done') this.#jobSuccess.set({ job }, at.getTime() / 1_000);
  }

  /** Adds gauges that are read at each look. */
  watch({ pools, caches, connections, keysByState, isClockTrusted, build }: Watched): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'keywright_build_info',
      help: 'Always 1. Release, kind of database and name of this replica are in the labels.',
      labelNames: ['version', 'database', 'replica'],
      registers,
    }).set(build, 1);
    new Gauge({
      name: 'keywright_connections',
      help: 'Open connections of clients.',
      registers,
      collect() {
        this.set(connections().open);
      },
    });
    new Gauge({
      name: 'keywright_unauthenticated_bytes',
      help: 'Bytes of requests whose caller is not known yet, and of answers to them.',
      registers,
      collect() {
        this.set(connections().unauthenticatedBytes);
      },
    });
    new Counter({
      name: 'keywright_connections_closed_total',
      help: 'Connections that were closed to make room, or because nobody read the answer.',
      registers,
      collect() {
        this.reset();
        this.inc(connections().closed);
      },
    });
    new Gauge({
      name: 'keywright_keys',
      help: 'Keys by state. Absent while the database is away.',
      labelNames: ['state'],
      registers,
      async collect() {
        this.reset();
        const counts = await keysByState().catch(() => ({}));
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
      },
    });
    new Gauge({
      name: 'keywright_clock_trusted',
      help: '0 while the clock of this server differs from that of PostgreSQL, or, on SQLite, jobs wait because of it. Otherwise 1.',
      registers,
      collect() {
        this.set(isClockTrusted() ? 1 : 0);
      },
    });
    new Gauge({
      name: 'keywright_database_connections',
      help: 'Connections to PostgreSQL, by pool and state; `waiting` are requests that want one.',
      labelNames: ['pool', 'state'],
      registers,
      collect() {
        for (const { pool, open, idle, waiting } of pools()) {
          this.set({ pool, state: 'busy' }, open - idle);
          this.set({ pool, state: 'idle' }, idle);
          this.set({ pool, state: 'waiting' }, waiting);
        }
      },
    });
    new Gauge({
      name: 'keywright_cache_entries',
      help: 'Unwrapped secrets in memory.',
      labelNames: ['cache'],
      registers,
      collect() {
        for (const [cache, stats] of Object.entries(caches)) this.set({ cache }, stats().entries);
      },
    });
    const counted = (name: string, help: string, figure: keyof CacheStats) =>
      new Counter({
        name,
        help,
        labelNames: ['cache'],
        registers,
        collect() {
          this.reset(); // the caches count themselves
          for (const [cache, stats] of Object.entries(caches)) this.inc({ cache }, stats()[figure]);
        },
      });
    counted('keywright_cache_hits_total', 'Secrets found unwrapped.', 'hits');
    counted('keywright_cache_misses_total', 'Secrets that had to be read and unwrapped.', 'misses');
  }

  /** Everything, in Prometheus' text form, with what `others` hold. */
  text(...others: readonly Registry[]): Promise<string> {
    return Registry.merge([this.#registry, ...others]).metrics();
  }

  readonly contentType = this.#registry.contentType;
}

/** Memory, event loop and garbage collection of this process: once for a process, however many servers it runs. */
export function processMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
