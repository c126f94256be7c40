import type { QuotaValues } from '#domain/quotas.ts';
import type { Config } from './config.ts';
import type { WorkerPlace } from './workers.ts';

/**
 * The settings of one worker: its part of what the workers of a server share. The parts of all workers together are never
 * more than the setting.
 */
export function shareOf(config: Config, worker: WorkerPlace): Config {
  const { workers } = config;
  const part = (total: number): number =>
    Math.floor(total / workers) + (worker.number <= total % workers ? 1 : 0);
  return Object.freeze({
    ...config,
    worker,
    pool: Object.freeze({ ...config.pool, poolSize: part(config.pool.poolSize) }),
    maxConnections: part(config.maxConnections),
    quotas: Object.freeze(quotasOf(config, part)),
  });
}

/** A quota below the number of workers leaves each of them one request in several seconds: none would be no quota but a ban. */
const quotasOf = ({ quotas, workers }: Config, part: (total: number) => number): QuotaValues =>
  Object.fromEntries(
    Object.entries(quotas).map(([pool, value]) => [
      pool,
      value < workers ? 1 / Math.ceil(workers / value) : part(value),
    ]),
  );
