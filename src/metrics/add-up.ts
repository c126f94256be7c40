import { AggregatorRegistry, type Registry } from 'prom-client';

/** One metric of one process, as another process can receive it. */
export type MetricData = Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number];

/** Metrics of several processes as those of one: each metric says itself how (`aggregator`). */
const aggregate = (processes: readonly (readonly MetricData[])[]): Registry =>
  AggregatorRegistry.aggregate(processes.map((metrics) => [...metrics]));

/** @returns the metrics of several processes in Prometheus' text format */
export const textOfAll = (processes: readonly (readonly MetricData[])[]): Promise<string> =>
  aggregate(processes).metrics();

/** Metrics that only go up. Prometheus takes a sum that goes down for a restart, and counts all of it again. */
const COUNTING_TYPES: readonly unknown[] = ['counter', 'histogram'];

/** What has to be counted on of a process that has ended, added to what has been kept of earlier ones. */
export const keepCounts = (
  kept: readonly MetricData[],
  ended: readonly MetricData[],
): readonly MetricData[] => {
  const counts = ended.filter(({ type }) => COUNTING_TYPES.includes(type));
  return aggregate([kept, counts]).getMetricsAsArray() as unknown as MetricData[];
};
