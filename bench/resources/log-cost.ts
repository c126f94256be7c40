import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, medianOf, openSide } from '../alternate.ts';
import type { BenchDatabases } from '../databases.ts';
import { median } from '../load/run.ts';
import { makeBenchKey, type Scenario } from '../scenarios.ts';
import { startMain } from '../setups.ts';

const LEVELS = ['silent', 'info'] as const;
const ROUNDS = 20;
const REQUESTS = 2_000;

/** CPU time of a call in microseconds. */
export interface LogCost {
  readonly silent: number;
  /** With a log of level info in a file. */
  readonly info: number;
  /** The median of the ratios of neighboring slices. */
  readonly ratio: number;
}

/** Measures two servers in turn, one without a log. */
export async function logCost(
  databases: BenchDatabases,
  { work, surface, requests }: Scenario,
  folder: string,
): Promise<LogCost> {
  await using stack = new AsyncDisposableStack();
  const sides = [];
  for (const level of LEVELS) {
    const name = `log_${level}_${work}_${surface}`.toLowerCase();
    const dataDir = join(folder, name);
    mkdirSync(dataDir);
    const { settings } = await databases.open(name, dataDir);
    const server = stack.use(
      await startMain({ ...settings, KEYWRIGHT_LOG_LEVEL: level }, dataDir, {
        outputFile: join(dataDir, 'output.log'),
        isPinned: true,
      }),
    );
    sides.push(stack.use(await openSide(server, requests(await makeBenchKey(server.url)))));
  }
  const [silent = [], info = []] = await alternate(sides, ROUNDS, ({ client, requests: own }) =>
    client.run(own, { requests: REQUESTS }),
  );
  const ratios = info.map(
    ({ cpuMicroseconds }, at) => cpuMicroseconds / (silent[at]?.cpuMicroseconds ?? Number.NaN),
  );
  return {
    silent: medianOf(silent, 'cpuMicroseconds'),
    info: medianOf(info, 'cpuMicroseconds'),
    ratio: median(ratios),
  };
}
