import { LoadClient } from './load/load-client.ts';
import type { Requests } from './load/requests.ts';
import { median, percentile, type Run } from './load/run.ts';
import { watchLoadCore } from './pinning.ts';
import { usageOf } from './process-usage.ts';
import type { ServerProcess } from './server-process.ts';

/** One of the things that are compared: one or more servers, and the requests for them. */
export interface Side extends Disposable {
  readonly client: LoadClient;
  readonly requests: Requests;
  readonly processIds: readonly number[];
}

type Server = Pick<ServerProcess, 'url' | 'pid'>;

const WARM_UP_SECONDS = 2;

/** A short measurement of one side. */
export interface Slice extends Run {
  readonly perSecond: number;
  /** CPU time of the server for each request. */
  readonly cpuMicroseconds: number;
  /** Part of the time in which a thread of the server waited for a core, 0 to 1. */
  readonly waited: number;
  /** Busy part of the core of the load, with whatever runs on it, 0 to 1. */
  readonly loadCore: number;
}

/** Connects to servers, and sends requests until their code is compiled and their caches are full. */
export async function openSide(
  servers: Server | readonly Server[],
  requests: Requests,
  connections?: number,
): Promise<Side> {
  const all = [servers].flat() as readonly Server[];
  using opening = new DisposableStack();
  const client = opening.use(
    await LoadClient.open(
      all.map(({ url }) => url),
      connections,
    ),
  );
  checked(await client.run(requests, { seconds: WARM_UP_SECONDS }));
  const opened = opening.move();
  const processIds = all.map(({ pid }) => pid);
  return { client, requests, processIds, [Symbol.dispose]: () => opened.dispose() };
}

/** @throws Error if any request failed, because the numbers would be meaningless */
function checked(run: Run): Run {
  const { failures, failure, answers } = run;
  if (failures === 0) return run;
  throw new Error(
    `${failures} of ${failures + answers} requests failed: ${failure?.text || 'no answer'}`,
  );
}

/**
 * Measures all sides in turn, again and again, so that noise of the machine meets all of them.
 * @returns the slices of each side
 * @throws Error if any request failed
 */
export async function alternate(
  sides: readonly Side[],
  rounds: number,
  runOnce: (side: Side, index: number) => Promise<Run>,
): Promise<Slice[][]> {
  const slices = sides.map((): Slice[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, side] of sides.entries()) {
      const before = usageOf(side.processIds);
      const loadCore = watchLoadCore();
      const run = checked(await runOnce(side, index));
      const usage = usageOf(side.processIds);
      slices[index]?.push({
        ...run,
        perSecond: run.answers / run.seconds,
        cpuMicroseconds: (usage.cpu - before.cpu) / run.answers,
        waited: (usage.waited - before.waited) / 1e6 / run.seconds,
        loadCore: loadCore(),
      });
    }
  return slices;
}

/** Measures for a second each. */
export const alternateSeconds = (sides: readonly Side[], seconds: number): Promise<Slice[][]> =>
  alternate(sides, seconds, ({ client, requests }) => client.run(requests, { seconds: 1 }));

type Figure = 'perSecond' | 'cpuMicroseconds' | 'waited' | 'loadCpu' | 'loadCore';

/** The median of a figure. */
export const medianOf = (slices: readonly Slice[], figure: Figure): number =>
  median(slices.map((slice) => slice[figure]));

/** A ratio of medians, with the lowest and the highest ratio of neighboring slices. */
export interface Ratio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Compares the rates of two sides. */
export function rateRatio(own: readonly Slice[], other: readonly Slice[]): Ratio {
  const pairs = own.map(({ perSecond }, at) => perSecond / (other[at]?.perSecond ?? Number.NaN));
  return {
    value: medianOf(own, 'perSecond') / medianOf(other, 'perSecond'),
    low: Math.min(...pairs),
    high: Math.max(...pairs),
  };
}

/** A percentile of all latencies of a side, in milliseconds. */
export const latencyOf = (slices: readonly Slice[], part: number): number =>
  percentile(
    slices.flatMap(({ latencies }) => latencies).sort((a, b) => a - b),
    part,
  );
