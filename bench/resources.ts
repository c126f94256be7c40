// npm run bench:resources [-- --keys 1000000] [--requests 360000] [--database sqlite] [--only memory]: memory with many keys
// under load, time from the start to the first answer, and what logs cost. By default the load is that of an hour with 100
// requests a second, sent as fast as they are answered, twice: a leak would show in the second half.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchDatabases, chosenDatabases, openDatabases } from './databases.ts';
import { LoadClient } from './load/load-client.ts';
import { pinSelf } from './pinning.ts';
import { residentMebibytes } from './process-usage.ts';
import { logCost } from './resources/log-cost.ts';
import { mixedRequests } from './resources/mixed-requests.ts';
import { startSeconds } from './resources/start-time.ts';
import { SCENARIOS } from './scenarios.ts';
import { type BenchSetup, openSetup } from './setups.ts';
import { figure, printTable } from './table.ts';
import { atMost, judge, type Target } from './target.ts';

const PER_SECOND = 100;
const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: String(PER_SECOND * 3_600) },
    database: { type: 'string', default: '' },
    /** `memory`, which measures the start too, or `logs`. */
    only: { type: 'string', default: '' },
  },
});
const keys = Number(values.keys);
const requests = Number(values.requests);
const MEMORY = atMost(300);
/** Compared with the first half of the load. */
const GROWTH = atMost(1.05);
const START = atMost(1);
const LOG_PERCENT = atMost(3);

const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

type Print = (name: string, value: number, unit: string, target?: Target) => void;

async function measureMemory(setup: BenchSetup, print: Print): Promise<void> {
  await using server = await setup.start();
  const mixed = await mixedRequests(server.url, setup);
  using client = await LoadClient.open([server.url]);
  print('memory before the load', await residentMebibytes(server.url), 'MiB', MEMORY);
  const halves: number[] = [];
  for (const half of [1, 2]) {
    const { seconds, answers, failures } = await client.run(mixed, { requests });
    halves.push(await residentMebibytes(server.url));
    const count = (half * requests).toLocaleString('en');
    print(`memory after ${count} requests`, halves.at(-1) ?? 0, 'MiB', MEMORY);
    print('  of them a second', answers / seconds, '');
    if (failures > 0) print('  refused or lost', failures, '');
  }
  const [first = 0, second = 0] = halves;
  print('  growth in the second half', second / first, '×', GROWTH);
}

async function measureLogs(databases: BenchDatabases, print: Print): Promise<void> {
  for (const scenario of SCENARIOS.filter(({ work }) => work === 'encrypt')) {
    const { silent, info, ratio } = await logCost(databases, scenario, folder);
    print(`${scenario.name}: CPU without logs`, silent, 'µs');
    print('  with logs of level info in a file', info, 'µs');
    print('  logs cost', (ratio - 1) * 100, '%', LOG_PERCENT);
  }
}

pinSelf('load');
for (const name of chosenDatabases(values.database)) {
  await using databases = await openDatabases(name);
  console.log(`\n${name}, ${keys.toLocaleString('en')} keys`);
  const row = printTable([
    { title: '', width: 46, align: 'left' },
    { title: 'measured', width: 10 },
    { title: '', width: 4, align: 'left' },
    { title: 'target', width: 13, align: 'left' },
  ]);
  const print: Print = (what, value, unit, target) =>
    row([what, figure(value, value < 10 ? 2 : 0), unit, judge(value, target)]);
  if ('memory'.includes(values.only)) {
    const dataDir = join(folder, name);
    await using setup = await openSetup(databases, keys, dataDir, { replicas: 0, isPinned: true });
    print('start to the first answer', await startSeconds(setup), 's', START);
    await measureMemory(setup, print);
    print('start after this load', await startSeconds(setup), 's', START);
  }
  if ('logs'.includes(values.only)) await measureLogs(databases, print);
}
