// npm run bench:workers [-- seconds]: compares two workers with one (KEYWRIGHT_WORKERS) on PostgreSQL. Server, database and
// load share the cores: if these are fewer than four, two workers show the cost of sharing them and little gain. The load
// comes from wrk if that is installed, because a load generator in JavaScript takes more of a core.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabases } from './databases.ts';
import { askGraphql } from './load/ask-graphql.ts';
import { CONNECTIONS, LoadClient } from './load/load-client.ts';
import { type Requests, rpcRequests } from './load/requests.ts';
import { percentile } from './load/run.ts';
import { accessKey, startMain } from './setups.ts';
import { hasWrk, type LoadStats, loadByWrk } from './wrk.ts';

const seconds = Number(process.argv[2] ?? 5);
const WORKERS = [1, 2];
/** In turns, so that a slower minute of the machine is one of both. */
const ROUNDS = 3;
const KEYS = 16;
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** Processor time that all workers of a server have used. */
async function serverSeconds(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]);
}

/** Processor time that everything on this machine has used. */
const machineSeconds = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) /
  1_000;

interface Measured extends LoadStats {
  /** Cores that the server kept busy. */
  readonly server: number;
  /** Cores that were busy. */
  readonly machine: number;
}

async function measure(url: string, requests: Requests): Promise<Measured> {
  let before = { server: 0, machine: 0, time: 0 };
  const begin = async () => {
    const server = await serverSeconds(url);
    before = { server, machine: machineSeconds(), time: performance.now() };
  };
  const stats = await (hasWrk
    ? loadByWrk(url, requests, seconds, folder, begin)
    : loadByClient(url, requests, begin));
  const elapsed = (performance.now() - before.time) / 1_000;
  const machine = (machineSeconds() - before.machine) / elapsed;
  return { ...stats, server: ((await serverSeconds(url)) - before.server) / elapsed, machine };
}

const WARM_UP_SECONDS = 2;

/** @param begin called after the warm-up */
async function loadByClient(
  url: string,
  requests: Requests,
  begin: () => Promise<void>,
): Promise<LoadStats> {
  using client = await LoadClient.open([url]);
  await client.run(requests, { seconds: WARM_UP_SECONDS });
  await begin();
  const {
    answers,
    failures,
    latencies,
    seconds: elapsed,
  } = await client.run(requests, { seconds });
  if (failures > 0) throw new Error(`${failures} requests failed: no valid measurement`);
  return {
    perSecond: answers / elapsed,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

const mean = (runs: readonly Measured[], of: keyof Measured): number =>
  runs.reduce((sum, run) => sum + run[of], 0) / runs.length;

function print(workers: number, runs: readonly Measured[], ratio: number | undefined): void {
  const columns = [
    `${mean(runs, 'perSecond').toFixed(0).padStart(7)}/s`,
    `p50 ${mean(runs, 'p50').toFixed(0).padStart(4)} ms`,
    `p99 ${mean(runs, 'p99').toFixed(0).padStart(5)} ms`,
    `cores: server ${mean(runs, 'server').toFixed(1)}, all ${mean(runs, 'machine').toFixed(1)}`,
    ...(ratio === undefined ? [] : [`${ratio.toFixed(2)} of 1 worker`]),
  ];
  console.log(
    `  ${`${workers} worker${workers === 1 ? '' : 's'}`.padEnd(12)}${columns.join('   ')}`,
  );
}

async function measureAll(
  name: string,
  urls: readonly string[],
  requests: Requests,
): Promise<void> {
  console.log(`\n${name} by RPC`);
  const runs: Measured[][] = urls.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, url] of urls.entries()) runs[index]?.push(await measure(url, requests));
  const rates = runs.map((measured) => mean(measured, 'perSecond'));
  for (const [index, measured] of runs.entries())
    print(
      WORKERS[index] ?? 0,
      measured,
      index === 0 ? undefined : (rates[index] ?? 0) / (rates[0] ?? 0),
    );
}

await using databases = await openDatabases('PostgreSQL');
const { settings } = await databases.open('workers', folder);
await using stack = new AsyncDisposableStack();
const urls: string[] = [];
for (const workers of WORKERS)
  urls.push(
    stack.use(await startMain({ ...settings, KEYWRIGHT_WORKERS: String(workers) }, folder)).url,
  );
const keyIds: string[] = [];
while (keyIds.length < KEYS)
  keyIds.push(
    String(
      (await askGraphql(urls[0] ?? '', accessKey, 'mutation { answer: createKey { keyId } }'))
        .keyId,
    ),
  );
console.log(
  `${CONNECTIONS} connections, ${ROUNDS} times ${seconds} s each in turns, everything on the same ${availableParallelism()} cores, load by ${hasWrk ? 'wrk' : 'this process (with wrk, which is not installed here, more is left for the server)'}`,
);
const Plaintext = Buffer.alloc(32).toString('base64');
const anyKey = () => String(keyIds[Math.floor(Math.random() * KEYS)]);
await measureAll(
  'encrypt',
  urls,
  rpcRequests(accessKey, 'Encrypt', () => ({ KeyId: anyKey(), Plaintext })),
);
await measureAll('createKey', urls, rpcRequests(accessKey, 'CreateKey'));
