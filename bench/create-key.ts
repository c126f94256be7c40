// npm run bench [-- seconds]: createKey per second, and how long one takes, on both surfaces beside their floor.
// Server and load run on different cores where `taskset` is there. These are ratios of one run on one machine:
// an absolute figure says more of the machine than of the service.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import autocannon from 'autocannon';
import { migrate } from '#store/migrate.ts';
import { hasTaskset, pinned, pinSelf } from './pinning.ts';

const [seconds = '10'] = process.argv.slice(2);
const CONNECTIONS = 64;
const accessKey = { id: 'bench', secret: 'a-secret-for-the-bench' };
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
const settings = {
  ...process.env,
  PORT: '0',
  KEYWRIGHT_DATA_DIR: join(folder, 'data'),
  KEYWRIGHT_LOG_LEVEL: 'warn',
  KEYWRIGHT_ACCESS_KEY_ID: accessKey.id,
  KEYWRIGHT_ACCESS_KEY_SECRET: accessKey.secret,
};

/** Starts a server in a process of its own. @returns its address, as it prints it */
async function start(script: string, args: readonly string[] = []): Promise<{ url: string; child: ChildProcess }> {
  const [command, ...rest] = pinned('server', [process.execPath, resolve(import.meta.dirname, script), ...args]);
  const child = spawn(command as string, rest, { env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    text += chunk.toString();
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(text) ?? [];
    if (url) return { url, child };
  }
  throw new Error(`${script} did not start`);
}

type Requests = NonNullable<autocannon.Options['requests']>;

const graphql: Requests = [
  {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${accessKey.id}:${accessKey.secret}`)}` },
    body: JSON.stringify({
      query: 'mutation CreateKey($input: CreateKeyInput) { createKey(input: $input) { keyId arn keyState creationDate } }',
      variables: { input: {} },
    }),
  },
];

/** Each signed anew, as SDKs do: the names are in order already, and what stands in the values needs little encoding. */
const rpc: Requests = [
  {
    method: 'POST',
    setupRequest(request) {
      const timestamp = encodeURIComponent(`${new Date().toISOString().slice(0, 19)}Z`);
      const query = `AccessKeyId=${accessKey.id}&Action=CreateKey&Format=JSON&SignatureMethod=HMAC-SHA1&SignatureNonce=${randomUUID()}&SignatureVersion=1.0&Timestamp=${timestamp}&Version=2016-01-20`;
      const signature = createHmac('sha1', `${accessKey.secret}&`)
        .update(`POST&%2F&${encodeURIComponent(query)}`)
        .digest('base64');
      return { ...request, path: `/?${query}&Signature=${encodeURIComponent(signature)}` };
    },
  },
];

interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function load(url: string, requests: Requests): Promise<Figures> {
  await autocannon({ url, requests, connections: CONNECTIONS, duration: 2 }); // until it is warm
  const {
    requests: rates,
    latency,
    non2xx,
    errors,
  } = await autocannon({ url, requests, connections: CONNECTIONS, duration: Number(seconds) });
  if (non2xx + errors > 0) throw new Error(`${non2xx} refusals and ${errors} errors: these figures would mean nothing`);
  return { perSecond: rates.average, p50: latency.p50, p99: latency.p99 };
}

async function measure(script: string, args: readonly string[], requests: Requests): Promise<Figures> {
  const { url, child } = await start(script, args);
  try {
    return await load(url, requests);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

const row = (name: string, { perSecond, p50, p99 }: Figures, floor: Figures): string =>
  `${name.padEnd(22)}${perSecond.toFixed(0).padStart(8)}/s   p50 ${String(p50).padStart(4)} ms   p99 ${String(p99).padStart(4)} ms   ${(perSecond / floor.perSecond).toFixed(2)} of its floor`;

try {
  pinSelf('load');
  const template = join(folder, 'template.db');
  migrate(template);
  console.log(`createKey, ${CONNECTIONS} connections, ${seconds} s each${hasTaskset ? ', server and load on a core each' : ''}\n`);
  const bare: Requests = [{ method: 'POST', path: '/', body: '' }];
  const floorRpc = await measure('floor.ts', [template, join(folder, 'floor-rpc.db'), 'nonces'], bare);
  console.log(row('floor with nonces', floorRpc, floorRpc));
  console.log(row('by RPC', await measure('../src/main.ts', [], rpc), floorRpc));
  const floorGraphql = await measure('floor.ts', [template, join(folder, 'floor-graphql.db')], bare);
  console.log(row('floor', floorGraphql, floorGraphql));
  console.log(row('by GraphQL', await measure('../src/main.ts', [], graphql), floorGraphql));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
