// npm run bench [-- seconds] [--only encrypt] [--database sqlite] [--profile]: calls on both surfaces and both databases,
// compared with their floor (floor/). Server and load run on a core each if `taskset` is installed. Compare the ratios of
// one run: absolute numbers depend on the machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alternate, alternateSeconds, medianOf, openSide } from './alternate.ts';
import { type ComparisonTable, comparisonTable } from './comparison-table.ts';
import { chosenDatabases, openDatabases } from './databases.ts';
import {
  prepareTemplate,
  startFloor,
  startService,
  type Template,
} from './floor/floored-service.ts';
import { CONNECTIONS } from './load/load-client.ts';
import { hasTaskset, pinSelf } from './pinning.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { atMost } from './target.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Part of the name of a row; several are possible. */
    only: { type: 'string', multiple: true, default: [''] },
    database: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
  },
});
const seconds = Number(positionals[0] ?? 5);
const includes = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
const scenarios = SCENARIOS.filter(({ name }) => values.only.some((part) => includes(name, part)));

/** Compared with that of the floor, each at half of its own highest rate. */
const P99_TARGET = atMost(3);

const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const profiles = values.profile ? mkdtempSync(join(tmpdir(), 'keywright-profiles-')) : undefined;

function profilingOf(database: string, name: string): string[] {
  if (profiles === undefined) return [];
  const file = `${database} ${name}.cpuprofile`.toLowerCase().replaceAll(/[^a-z.]+/g, '-');
  return ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${file}`];
}

async function measure(
  template: Template,
  scenario: Scenario,
  row: number,
  table: ComparisonTable,
): Promise<void> {
  const { databases, key } = template;
  const nodeArgs = profilingOf(databases.name, scenario.name);
  await using floor = await startFloor(template, row, scenario);
  await using service = await startService(template, row, nodeArgs);
  using floorSide = await openSide(floor, scenario.requests(key));
  using serviceSide = await openSide(service, scenario.requests(key));
  const sides = [floorSide, serviceSide];
  const [lowest = [], own = []] = await alternateSeconds(sides, seconds);
  table.rates(scenario.name, lowest, own, scenario.targets[databases.name]);
  const rates = [lowest, own].map((slices) => medianOf(slices, 'perSecond'));
  const [unhurried = [], ownUnhurried = []] = await alternate(
    sides,
    seconds,
    ({ client, requests }, at) => client.runAt((rates[at] ?? 0) / 2, requests, 1),
  );
  table.latency('p99 ms at half of that rate', 0.99, unhurried, ownUnhurried, P99_TARGET);
}

pinSelf('load');
console.log(
  `${CONNECTIONS} connections; floor and service in turn, ${seconds} slices of 1 s each; ${
    hasTaskset
      ? 'server on one core, load and PostgreSQL on another one'
      : `everything on the same ${availableParallelism()} cores`
  }`,
);
for (const name of chosenDatabases(values.database)) {
  await using databases = await openDatabases(name);
  const template = await prepareTemplate(databases, scenarios, folder);
  console.log(`\n${name}`);
  const table = comparisonTable('floor', 'service');
  for (const [row, scenario] of scenarios.entries())
    await measure(template, scenario, row, table).catch((error) =>
      table.failed(scenario.name, error),
    );
}
if (profiles !== undefined)
  console.log(`\nThe profiles of the servers are in ${profiles}. Profiling makes them slower.`);
