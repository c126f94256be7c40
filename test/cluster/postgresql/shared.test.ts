import { closeSync, constants, openSync, readSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/http.ts';
import { makeDataDir } from '../../support/kms.ts';
import { askOften, makePipe } from '../../support/log-pipe.ts';
import { spawnServer } from '../../support/process.ts';
import { callV1 } from '../../support/rpc-client.ts';
import {
  configured,
  fixed,
  startWorkers,
  sumOf,
  type WorkersServer,
} from '../../support/workers.ts';

const TOKEN = 'a-token-for-prometheus';

describe('Several workers', () => {
  let server: WorkersServer;
  beforeAll(async () => {
    server = await startWorkers({
      KEYWRIGHT_METRICS_TOKEN: TOKEN,
      KEYWRIGHT_REPLICA_NAME: 'kms',
      KEYWRIGHT_QUOTAS: 'create-key=40',
      KEYWRIGHT_POOL_SIZE: '13',
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const scrape = async () => {
    const { status, text } = await rawRequest(server.url, {
      path: '/metrics',
      headers: [['authorization', `Bearer ${TOKEN}`]],
    });
    expect(status).toBe(200);
    return text;
  };
  const requestsOf = (worker: number) =>
    server.lines().filter((line) => line.msg === 'request' && line.worker === worker).length;

  it('have one page of metrics, which adds all of them up whichever is asked', async () => {
    for (let asked = 0; asked < 10; asked += 1)
      expect((await callV1(server, configured, 'DescribeRegions')).status).toBe(200);
    for (let scraped = 0; scraped < 4; scraped += 1) {
      const text = await scrape();
      expect(
        sumOf(text, 'keywright_operations_total{surface="rpc",operation="DescribeRegions"'),
      ).toBe(10);
      expect(
        sumOf(
          text,
          'keywright_operation_duration_seconds_count{surface="rpc",operation="DescribeRegions"',
        ),
      ).toBe(10);
      expect(text.match(/keywright_build_info{.*replica="kms-[12]"} 1/g)).toHaveLength(2);
    }
    await server.logged({ msg: 'request', worker: 1, path: '/metrics' });
    await server.logged({ msg: 'request', worker: 2, path: '/metrics' });
    expect(requestsOf(1)).toBeGreaterThanOrEqual(5);
    expect(requestsOf(2)).toBeGreaterThanOrEqual(5);
  });

  it('do not add up what each of them reads from the database', async () => {
    for (let made = 0; made < 3; made += 1)
      expect((await callV1(server, configured, 'CreateKey')).status).toBe(200);
    const text = await scrape();
    expect(sumOf(text, 'keywright_keys{state="Enabled"}')).toBe(3);
    expect(sumOf(text, 'keywright_clock_trusted ')).toBe(1);
    expect(sumOf(text, 'process_start_time_seconds ')).toBeLessThan(Date.now() / 1_000);
  });

  it('show their metrics to nobody without the token', async () => {
    for (let asked = 0; asked < 2; asked += 1)
      expect((await rawRequest(server.url, { path: '/metrics' })).status).toBe(401);
  });

  it('keep the counts of one that was killed', async () => {
    const series = 'keywright_operations_total{surface="rpc",operation="DescribeRegions"';
    const before = sumOf(await scrape(), series);
    process.kill(server.pidOf(1), 'SIGKILL');
    await server.logged({ msg: 'a worker ended', worker: 1 });
    expect(sumOf(await scrape(), series)).toBe(before);
    await server.logged({ msg: 'started', worker: 1 }, 2);
    for (let asked = 0; asked < 4; asked += 1) await callV1(server, configured, 'DescribeRegions');
    expect(sumOf(await scrape(), series)).toBe(before + 4);
  });

  it('share the quotas', async () => {
    for (;;) {
      const replies = await Promise.all(
        Array.from({ length: 60 }, () => callV1(server, configured, 'CreateKey')),
      );
      const refused = replies.find(({ status }) => status === 429);
      if (!refused) continue; // this machine is slow
      expect(refused.json.Message).toContain('20 requests a second');
      break;
    }
  });
});

const countOf = (text: string) => text.split('"msg":"request"').length - 1;

/** Reads little at a time, so that the pipe stays full and writes into it are cut where they may be. */
async function readSlowly(file: string, isEnough: (text: string) => boolean): Promise<string> {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const part = Buffer.alloc(1_000);
  let text = '';
  while (!text.endsWith('\n') || !isEnough(text)) {
    try {
      text += part.toString('utf8', 0, readSync(descriptor, part));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
    await new Promise(setImmediate);
  }
  closeSync(descriptor);
  return text;
}

describe('The log of several workers', () => {
  it('has whole lines, each with its worker, also after a time when nobody read it', async () => {
    const dataDir = makeDataDir();
    const { file, descriptor } = makePipe(dataDir);
    await using server = await spawnServer(
      { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_WORKERS: '2', ...fixed },
      { stderr: descriptor },
    );
    const url = await server.ready;
    // About 500 KB of each: more than fits into the pipe (64 KB), less than into what waits for it (1 MB).
    await Promise.all([askOften(url, 3_000), askOften(url, 3_000)]);
    const text = await readSlowly(file, (so) => countOf(so) >= 6_000);
    const lines = text.split('\n').slice(0, -1);
    const workers = lines.map((line) => (JSON.parse(line) as { worker: number }).worker);
    expect(new Set(workers)).toEqual(new Set([1, 2]));
    closeSync(descriptor);
  });
});
