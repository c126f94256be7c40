// npm run bench:hostile: the cost of attacks without credentials. Measures the server's CPU time for each kind of request,
// the bytes answered for the bytes sent, the additional memory, and the latency of a client with a credential.
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinned, pinSelf } from './pinning.ts';
import { startServer } from './server-process.ts';
import { mainCommand } from './setups.ts';

const accessKey = { id: 'bench', secret: 'a-secret-for-the-bench' };
/** Limits for requests without a valid signature. */
const LIMIT_MILLISECONDS = 20;
const LIMIT_MEGABYTES = 100;
const REQUESTS = 8; // fewer than the limit of failed attempts
const FORM = 'application/x-www-form-urlencoded';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Usage {
  readonly cpuMilliseconds: number;
  readonly residentMegabytes: number;
}

const common = (id: string, stale = false): Record<string, string> => ({
  Action: 'CreateKey',
  Version: '2016-01-20',
  AccessKeyId: id,
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: randomUUID(),
  Signature: 'd3Jvbmc=',
  Timestamp: `${(stale ? new Date(0) : new Date()).toISOString().slice(0, 19)}Z`,
});
const form = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString();
const shuffled = Array.from(
  { length: 200_000 },
  (_, index) => `a${((index * 7_919) % 200_000).toString(36)}`,
).join('&');
const names = Array.from(
  { length: 4_700 },
  (_, index) => `a${((index * 7_919) % 4_700).toString(36)}=${'%F0%9F%94%91'.repeat(6)}`,
).join('&');
const basic = (id: string) => ({
  authorization: `Basic ${btoa(`${id}:wrong`)}`,
  'content-type': 'application/json',
});
const inForm = (body: string): Sent => ({
  method: 'POST',
  path: '/',
  headers: { 'content-type': FORM },
  body,
});
const acs3 = (signedHeaders: string): Sent => ({
  method: 'POST',
  path: `/?${names}`,
  headers: {
    authorization: `ACS3-HMAC-SHA256 Credential=${accessKey.id},SignedHeaders=${signedHeaders},Signature=00`,
    'x-acs-date': common('').Timestamp ?? '',
    'x-acs-content-sha256': 'x',
  },
});

/** Requests that cost CPU time before the caller is authenticated. */
const KINDS: Readonly<Record<string, () => Sent>> = {
  '1 MB of 200,000 names, shuffled': () => inForm(shuffled.slice(0, 1_000_000)),
  '500 KB of names, as many as are taken, wrong signature': () =>
    inForm(`${form(common(accessKey.id))}&${names}`),
  '500 KB of names, unknown id': () => inForm(`${form(common('nobody'))}&${names}`),
  '500 KB of names, stale time': () => inForm(`${form(common(accessKey.id, true))}&${names}`),
  '500 KB in one value, wrong signature': () =>
    inForm(form({ ...common(accessKey.id), Description: '\u{1F511}'.repeat(41_000) })),
  'a URL of 240 KB, wrong signature': () => ({
    method: 'GET',
    path: `/?${form(common(accessKey.id))}&${names.slice(0, 239_000)}`,
    headers: {},
  }),
  'ACS3 with a URL of many names': () => acs3('host;x-acs-date'),
  'ACS3 with 100,000 signed headers': () =>
    acs3(Array.from({ length: 100_000 }, (_, index) => index).join(';')),
  'GraphQL by Basic, wrong secret': () => ({
    method: 'POST',
    path: '/graphql',
    headers: basic(accessKey.id),
    body: '{"query":"{ errorCodes }"}',
  }),
  'GraphQL by Basic, unknown id': () => ({
    method: 'POST',
    path: '/graphql',
    headers: basic('nobody'),
    body: '{"query":"{ errorCodes }"}',
  }),
  'GraphQL with 200 KB of cookies': () => ({
    method: 'POST',
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      cookie: Array.from({ length: 20_000 }, (_, index) => `c${index}=1`)
        .join('; ')
        .slice(0, 200_000),
    },
  }),
  'a target of 240 KB': () => ({
    method: 'GET',
    path: `http://x/${'a/'.repeat(120_000)}`,
    headers: {},
  }),
};

async function send(
  url: string,
  { method, path, headers, body = '' }: Sent,
): Promise<{ sent: number; received: number }> {
  const { hostname, port } = new URL(url);
  const outgoing = request({
    hostname,
    port,
    method,
    path,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent: false,
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [AsyncIterable<Buffer>];
  let received = 0;
  for await (const chunk of answer) received += chunk.length;
  return { sent: Buffer.byteLength(body) + path.length, received };
}

async function usageOf(url: string): Promise<Usage> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    cpuMilliseconds: value('process_cpu_seconds_total') * 1_000,
    residentMegabytes: value('process_resident_memory_bytes') / 1_048_576,
  };
}

/** Milliseconds that a call of a client with a credential takes. */
async function served(url: string): Promise<number> {
  const { Signature: _none, ...params }: Record<string, string> = {
    ...common(accessKey.id),
    Action: 'ListKeys',
  };
  const query = Object.keys(params)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(params[name] ?? '')}`)
    .join('&');
  const signature = createHmac('sha1', `${accessKey.secret}&`)
    .update(`GET&%2F&${encodeURIComponent(query)}`)
    .digest('base64');
  const started = performance.now();
  const { status } = await fetch(`${url}/?${query}&Signature=${encodeURIComponent(signature)}`, {
    headers: { connection: 'close' },
  });
  if (status !== 200) throw new Error(`a client with a credential got ${status}`);
  return performance.now() - started;
}

const halfBody = (socket: Socket) => {
  socket.write(
    `POST /?${form(common(accessKey.id))} HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ncontent-length: 510000\r\n\r\n`,
  );
  socket.write(Buffer.alloc(500_000, 'x'));
};
const wrongAndUnread = (socket: Socket) => {
  socket.pause();
  const body = form({ ...common(accessKey.id), Description: 'x'.repeat(300_000) });
  for (let index = 0; index < 4; index += 1)
    socket.write(
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
};

/** Attacks by many connections at once. */
const FLOODS: Readonly<
  Record<string, { readonly connections: number; readonly act: (socket: Socket) => void }>
> = {
  '900 half-sent bodies of 500 KB': { connections: 900, act: halfBody },
  '900 half-sent heads of 250 KB': {
    connections: 900,
    act: (socket) => void socket.write(`GET / HTTP/1.1\r\nx: ${'x'.repeat(250_000)}`),
  },
  '2,000 idle connections': { connections: 2_000, act: () => {} },
  '80 connections that read no answer': { connections: 80, act: wrongAndUnread },
};

/** CPU time of one request, including its share of the measurement itself and of jobs. */
async function costOf(
  make: () => Sent,
): Promise<{ each: number; bytes: { sent: number; received: number } }> {
  await using server = await fresh();
  await send(server.url, make()).catch(() => {}); // so that the code is compiled
  const before = await usageOf(server.url);
  let bytes = { sent: 0, received: 0 };
  for (let index = 0; index < REQUESTS; index += 1) bytes = await send(server.url, make());
  const { cpuMilliseconds } = await usageOf(server.url);
  return { each: (cpuMilliseconds - before.cpuMilliseconds) / REQUESTS, bytes };
}

async function flood(
  url: string,
  { connections, act }: (typeof FLOODS)[string],
): Promise<{ megabytes: number; milliseconds: number }> {
  const { hostname, port } = new URL(url);
  for (let call = 0; call < 10; call += 1) await served(url); // memory that any use of the server takes is not part of the attack
  const before = await usageOf(url);
  const sockets: Socket[] = [];
  for (let index = 0; index < connections; index += 1) {
    const socket = connect(Number(port), hostname).on('error', () => {});
    await once(socket, 'connect');
    act(socket);
    sockets.push(socket);
  }
  let slowest = 0;
  let largest = 0;
  for (let look = 0; look < 10; look += 1) {
    slowest = Math.max(slowest, await served(url));
    largest = Math.max(largest, (await usageOf(url)).residentMegabytes);
  }
  for (const socket of sockets) socket.destroy();
  return { megabytes: largest - before.residentMegabytes, milliseconds: slowest };
}

const folder = mkdtempSync(join(tmpdir(), 'keywright-hostile-'));
const settings = {
  ...process.env,
  PORT: '0',
  KEYWRIGHT_LOG_LEVEL: 'warn',
  KEYWRIGHT_ACCESS_KEY_ID: accessKey.id,
  KEYWRIGHT_ACCESS_KEY_SECRET: accessKey.secret,
};
let servers = 0;
/** A new server for each attack, so that one attack does not affect the measurement of the next. */
const fresh = () =>
  startServer(pinned('server', mainCommand()), {
    env: { ...settings, KEYWRIGHT_DATA_DIR: join(folder, String(servers++)) },
  });

try {
  pinSelf('load');
  console.log(
    `CPU time of the server for each request without a valid signature (limit: ${LIMIT_MILLISECONDS} ms)\n`,
  );
  const nothing = (await costOf(() => ({ method: 'GET', path: '/healthz', headers: {} }))).each;
  for (const [kind, make] of Object.entries(KINDS)) {
    const { each: gross, bytes } = await costOf(make);
    const each = Math.max(0, gross - nothing);
    console.log(
      `  ${kind.padEnd(58)}${each.toFixed(1).padStart(7)} ms   ${bytes.sent} bytes sent, ${bytes.received} received${each > LIMIT_MILLISECONDS ? '   OVER' : ''}`,
    );
  }
  console.log(
    `\nAdditional memory (limit: ${LIMIT_MEGABYTES} MB) and the slowest call of a client with a credential (limit: 1,000 ms)\n`,
  );
  for (const [kind, attack] of Object.entries(FLOODS)) {
    await using server = await fresh();
    await served(server.url);
    const { megabytes, milliseconds } = await flood(server.url, attack);
    console.log(
      `  ${kind.padEnd(58)}${megabytes.toFixed(0).padStart(7)} MB   ${milliseconds.toFixed(0).padStart(5)} ms${megabytes > LIMIT_MEGABYTES || milliseconds > 1_000 ? '   OVER' : ''}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
