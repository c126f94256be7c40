import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FailedAuthentication } from '#identity/guess-limiter.ts';
import type { Meter } from '#pipeline/call.ts';
import { BoundedLabels } from './bounded-labels.ts';
import { registerCacheMetrics, registerGauges, type Watched } from './gauges.ts';

/** From a cached read to the time-out of an SDK. */
const DURATION_BUCKETS_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/**
 * Prometheus metrics of one server. Labels come from closed lists (operations, codes, jobs), except
 * access key id and address, which strangers choose: `BoundedLabels` limits them.
 */
export class Metrics implements Meter {
  readonly #registry = new Registry();
  readonly #labels = new BoundedLabels();
  readonly #operations = new Counter({
    name: 'keywright_operations_total',
    help: 'Operations performed and reads permitted, by result code.',
    labelNames: ['surface', 'operation', 'code'],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'keywright_operation_duration_seconds',
    help: 'Duration of operations, from the parsed request to the durable answer.',
    labelNames: ['surface', 'operation'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [this.#registry],
  });
  readonly #refused = new Counter({
    name: 'keywright_refused_requests_total',
    help: 'Requests refused before an operation was chosen: unknown callers, wrong signatures, unreadable requests.',
    labelNames: ['surface', 'code'],
    registers: [this.#registry],
  });
  readonly #failedAuthentications = new Counter({
    name: 'keywright_failed_authentications_total',
    help: 'Failed authentications, by address and, if the access key exists, by access key id.',
    labelNames: ['guessed', 'access_key_id', 'address'],
    registers: [this.#registry],
  });
  readonly #damagedRows = new Counter({
    name: 'keywright_damaged_rows_total',
    help: 'Reads of rows whose MAC does not match: they were altered outside Keywright, and what they permit is denied.',
    labelNames: ['table'],
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
    help: 'Time of the last successful run of a background job.',
    labelNames: ['job'],
    aggregator: 'min', // a worker whose job fails must not be hidden by the others
    registers: [this.#registry],
  });

  /** Counts an operation. @param seconds duration; absent for a part of a larger operation */
  operation(surface: string, operation: string, code: string, seconds?: number): void {
    this.#operations.inc({ surface, operation, code });
    if (seconds !== undefined) this.#seconds.observe({ surface, operation }, seconds);
  }

  /** Counts a request that was refused before an operation was chosen. */
  refused(surface: string, code: string): void {
    this.#refused.inc({ surface, code });
  }

  /** Counts a row that was altered outside Keywright. */
  damaged(table: string): void {
    this.#damagedRows.inc({ table });
  }

  /** Counts a caller who could not be authenticated. */
  readonly failedAuthentication = ({
    guessed,
    address,
    accessKeyId,
  }: FailedAuthentication): void => {
    const isExisting = guessed === 'secret' && accessKeyId; // only then: a stranger can make up any number of ids
    this.#failedAuthentications.inc({
      guessed,
      access_key_id: isExisting ? this.#labels.limit('id', accessKeyId) : 'unknown',
      address: this.#labels.limit('address', address),
    });
  };

  /** Counts a run of a job. @param at when it ended */
  job(job: string, outcome: 'done' | 'failed', at: Date): void {
    this.#jobs.inc({ job, outcome });
    if (outcome === 'done') this.#jobSuccess.set({ job }, at.getTime() / 1_000);
  }

  /** Adds the metrics that are read at each scrape. Call it once. */
  watch(watched: Watched): void {
    registerGauges(this.#registry, watched);
    registerCacheMetrics(this.#registry, watched.caches);
  }

  /** All metrics, with those of the other registries. */
  with(others: readonly Registry[]): Registry {
    return Registry.merge([this.#registry, ...others]);
  }
}
