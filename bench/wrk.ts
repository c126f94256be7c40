import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CONNECTIONS } from './load/load-client.ts';
import type { Requests } from './load/requests.ts';

/** wrk uses a fraction of the processor time that a load generator in JavaScript uses. */
export const hasWrk: boolean = spawnSync('wrk', ['--version']).error === undefined;

const WARM_UP_SECONDS = 2;
/** More than this machine can be expected to answer in a second. */
const WARM_UP_PER_SECOND = 5_000;
/** Signed ahead for each request that the warm-up lets expect. */
const SPARE = 3;

/** Rate, and percentiles of the latency in milliseconds. */
export interface LoadStats {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

interface Result {
  readonly requests: number;
  readonly microseconds: number;
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Sends signed requests over many connections, after a warm-up.
 * @param folder for the file of signed requests
 * @param begin called when requests are signed and the measurement begins
 * @throws Error if any request failed, because the numbers would be meaningless
 */
export async function loadByWrk(
  url: string,
  requests: Requests,
  seconds: number,
  folder: string,
  begin: () => Promise<void>,
): Promise<LoadStats> {
  const warmUp = WARM_UP_PER_SECOND * WARM_UP_SECONDS;
  const warmedUp = await run(url, requests, warmUp, WARM_UP_SECONDS, folder, async () => {});
  const count = Math.ceil(warmedUp.perSecond * seconds * SPARE) + CONNECTIONS;
  return run(url, requests, count, seconds, folder, begin);
}

async function run(
  url: string,
  requests: Requests,
  count: number,
  seconds: number,
  folder: string,
  begin: () => Promise<void>,
): Promise<LoadStats> {
  const file = join(folder, 'signed-requests');
  const paths = Array.from({ length: count }, () => requests.next().start.split(' ')[1]);
  writeFileSync(file, paths.join('\n'));
  await begin();
  const script = resolve(import.meta.dirname, 'presigned.lua');
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', '-s', script, url, file];
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
  });
  await once(child, 'close');
  rmSync(file);
  const [, json] = /^result (.*)$/m.exec(text) ?? [];
  if (!json) throw new Error(`wrk failed: ${text}`);
  const { requests: answered, microseconds, failed, p50, p99 } = JSON.parse(json) as Result;
  if (failed > 0) throw new Error(`${failed} requests failed: no valid measurement`);
  return {
    perSecond: (answered / microseconds) * 1e6,
    p50: Math.round(p50 / 1_000),
    p99: Math.round(p99 / 1_000),
  };
}
