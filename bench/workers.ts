// npm run bench:workers [-- seconds]: compares two workers with one (KEYWRIGHT_WORKERS) on PostgreSQL. Server, database and
// load share the cores: if these are fewer than four, two workers show the cost of sharing them and little gain. The load
// comes from wrk if that is installed, because autocannon uses a core of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresqlDatabases } from './databases.ts';
import {
  askGraphql,
  CONNECTIONS,
  type LoadStats,
  load,
  type Requests,
  rpcRequests,
} from './load.ts';
import { accessKey, startMain } from './setups.ts';
import { hasWrk, loadByWrk } from './wrk.ts';

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
  if (!hasWrk) await begin();
  const stats = await (hasWrk
    ? loadByWrk(url, requests, seconds, folder, begin)
    : load(url, requests, seconds));
  const elapsed = (performance.now() - before.time) / 1_000;
  const machine = (machineSeconds() - before.machine) / elapsed;
  return { ...stats, server: ((await serverSeconds(url)) - before.server) / elapsed, machine };
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

await using databases = await postgresqlDatabases();
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
  `${CONNECTIONS} connections, ${ROUNDS} times ${seconds} s each in turns, everything on the same ${availableParallelism()} cores, load by ${hasWrk ? 'wrk' : 'autocannon (with wrk, which is not installed here, more is left for the server)'}`,
);
const Plaintext = Buffer.alloc(32).toString('base64');
const anyKey = () => String(keyIds[Math.floor(Math.random() * KEYS)]);
await measureAll(
  'encrypt',
  urls,
  rpcRequests(accessKey, 'Encrypt', () => ({ KeyId: anyKey(), Plaintext })),
);
await measureAll('createKey', urls, rpcRequests(accessKey, 'CreateKey'));
