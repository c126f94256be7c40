import { latencyOf, medianOf, rateRatio, type Slice } from './alternate.ts';
import { figure, percent, printTable } from './table.ts';
import { judge, type Target } from './target.ts';

/** Prints what was measured of two sides. */
export interface ComparisonTable {
  /** Calls per second, and CPU time of the server for each call. */
  readonly rates: (
    name: string,
    other: readonly Slice[],
    own: readonly Slice[],
    target?: Target,
  ) => void;
  /** A percentile of the latencies. The ratio is the latency of `own` divided by that of `other`. */
  readonly latency: (
    name: string,
    part: number,
    other: readonly Slice[],
    own: readonly Slice[],
    target?: Target,
  ) => void;
  /** A measurement that failed. */
  readonly failed: (name: string, error: unknown) => void;
}

/**
 * The heading of a table that compares `own` with `other`. Of rates and of CPU time a higher ratio is better. The last
 * columns tell whether to trust a row: CPU of the load, how busy its core is with PostgreSQL and others, and how much of
 * the time a server waited for its core because another process used it.
 */
export function comparisonTable(other: string, own: string): ComparisonTable {
  const print = printTable([
    { title: 'calls per second', width: 44, align: 'left' },
    { title: other, width: Math.max(9, other.length) },
    { title: own, width: Math.max(9, own.length) },
    { title: 'ratio', width: 6 },
    { title: 'spread', width: 11 },
    { title: 'target', width: 13, align: 'left' },
    { title: 'load', width: 5 },
    { title: 'its core', width: 8 },
    { title: 'waited', width: 6 },
  ]);
  return {
    rates(name, others, owns, target) {
      const { value, low, high } = rateRatio(owns, others);
      const both = [others, owns] as const;
      const [otherRate, ownRate] = both.map((slices) => medianOf(slices, 'perSecond'));
      const [otherCpu = 0, ownCpu = 0] = both.map((slices) => medianOf(slices, 'cpuMicroseconds'));
      const most = (part: 'loadCpu' | 'loadCore' | 'waited') =>
        percent(Math.max(...both.map((slices) => medianOf(slices, part))));
      print([
        name,
        figure(otherRate, 0),
        figure(ownRate, 0),
        figure(value),
        `${figure(low)}–${figure(high)}`,
        judge(value, target),
        most('loadCpu'),
        most('loadCore'),
        most('waited'),
      ]);
      print([
        '  CPU µs per call',
        figure(otherCpu, 1),
        figure(ownCpu, 1),
        figure(otherCpu / ownCpu),
      ]);
    },
    latency(name, part, others, owns, target) {
      const [otherMs, ownMs] = [latencyOf(others, part), latencyOf(owns, part)];
      const ratio = ownMs / otherMs;
      print([
        `  ${name}`,
        figure(otherMs, 1),
        figure(ownMs, 1),
        figure(ratio, 1),
        '',
        judge(ratio, target),
      ]);
    },
    failed(name, error) {
      console.log(`${name}: ${error instanceof Error ? error.message : error}`);
    },
  };
}
