import { type Aggregator, collectDefaultMetrics, Registry } from 'prom-client';

/** Of several processes: the start of the oldest one, and the longest delay of any of them, which the others must not hide. */
const AGGREGATORS: Readonly<Record<string, Aggregator>> = {
  process_start_time_seconds: 'min',
  nodejs_eventloop_lag_seconds: 'max',
  nodejs_eventloop_lag_mean_seconds: 'max',
  nodejs_eventloop_lag_stddev_seconds: 'max',
  nodejs_eventloop_lag_p50_seconds: 'max',
  nodejs_eventloop_lag_p90_seconds: 'max',
  nodejs_eventloop_lag_p99_seconds: 'max',
};

/**
 * Memory, event loop and garbage collection. Call it once in a process, however many servers it
 * runs.
 */
export function processMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const metric of registry.getMetricsAsArray())
    metric.aggregator = AGGREGATORS[metric.name] ?? metric.aggregator;
  return registry;
}
