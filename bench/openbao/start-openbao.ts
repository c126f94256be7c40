import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/throwaway-postgres.ts';
import { pinned } from '../pinning.ts';
import { type ServerProcess, startServer } from '../server-process.ts';

/** A running OpenBao, which is unsealed and has the transit engine. */
export interface OpenBao extends ServerProcess {
  readonly token: string;
}

/** Raft writes to the disk. The file of audit events is written without waiting for the disk. */
const configuration = (folder: string, port: number, clusterPort: number): string => `
storage "raft" {
  path    = "${join(folder, 'raft')}"
  node_id = "bench"
}
listener "tcp" {
  address     = "127.0.0.1:${port}"
  tls_disable = true
}
api_addr     = "http://127.0.0.1:${port}"
cluster_addr = "http://127.0.0.1:${clusterPort}"
audit "file" "main" {
  options = {
    file_path = "${join(folder, 'audit.log')}"
  }
}
`;

/** Starts OpenBao on the core of the server, in a folder that is empty or does not exist. */
export async function startOpenBao(program: string, folder: string): Promise<OpenBao> {
  mkdirSync(join(folder, 'raft'), { recursive: true });
  const file = join(folder, 'openbao.hcl');
  writeFileSync(file, configuration(folder, await freePort(), await freePort()));
  const command = pinned('server', [program, 'server', `-config=${file}`]);
  const env = { PATH: process.env.PATH, HOME: folder, GOMAXPROCS: '1' };
  await using opening = new AsyncDisposableStack();
  const outputFile = join(folder, 'output.log');
  const server = opening.use(await startServer(command, { env, cwd: folder, outputFile }));
  const token = await unseal(server.url);
  await call(server.url, 'POST', '/v1/sys/mounts/transit', { type: 'transit' }, token);
  const opened = opening.move();
  return { ...server, token, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** @returns the root token */
async function unseal(url: string): Promise<string> {
  const { keys, root_token } = await call(url, 'PUT', '/v1/sys/init', {
    secret_shares: 1,
    secret_threshold: 1,
  });
  await call(url, 'PUT', '/v1/sys/unseal', { key: keys[0] });
  while ((await fetch(`${url}/v1/sys/health`)).status !== 200) await pause(100);
  return root_token;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of another program, used in this folder only
type OpenBaoAnswer = any;

/** Calls its API. @throws Error for an answer that is an error */
export async function call(
  url: string,
  method: string,
  path: string,
  body: object,
  token = '',
): Promise<OpenBaoAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: { 'x-vault-token': token },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`OpenBao answers ${response.status} to ${path}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
