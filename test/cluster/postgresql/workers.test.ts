import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDatabase } from '../../support/database.ts';
import { rawRequest } from '../../support/http.ts';
import { makeDataDir } from '../../support/kms.ts';
import { runScript, startProcess } from '../../support/process.ts';
import { callV1 } from '../../support/rpc-client.ts';
import {
  configured,
  ended,
  fixed,
  startWorkers,
  type WorkersServer,
} from '../../support/workers.ts';

const NAMED = { KEYWRIGHT_REPLICA_NAME: 'kms' };
const created = async (server: Pick<WorkersServer, 'url'>): Promise<string> => {
  const { status, json } = await callV1(server, configured, 'CreateKey');
  expect(status).toBe(200);
  return String((json.KeyMetadata as Record<string, string>).KeyId);
};

describe('Two workers', () => {
  let server: WorkersServer;
  beforeAll(async () => {
    server = await startWorkers(NAMED);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('serve behind one port, each under a name of its own', async () => {
    const before = server.lines().length;
    for (let asked = 0; asked < 6; asked += 1)
      expect((await rawRequest(server.url, { path: '/readyz' })).status).toBe(200);
    await server.logged({ msg: 'request', worker: 1 });
    await server.logged({ msg: 'request', worker: 2 });
    expect(server.lines().slice(before).length).toBeGreaterThan(0);
    const { port } = new URL(server.url);
    expect(
      await readDatabase(server.dataDir, `SELECT "name", "url" FROM "Replica" ORDER BY "name"`),
    ).toEqual([
      { name: 'kms-1', url: `http://127.0.0.1:${port}` },
      { name: 'kms-2', url: `http://127.0.0.1:${port}` },
    ]);
  });

  it('print the banner once', () => {
    expect(server.output().stdout.match(/Keywright is ready/g)).toHaveLength(1);
  });

  it('know what each other has changed', async () => {
    const keyId = await created(server);
    for (const [action, status] of [
      ['DisableKey', 409],
      ['EnableKey', 200],
    ] as const) {
      expect((await callV1(server, configured, action, { KeyId: keyId })).status).toBe(200);
      for (let asked = 0; asked < 4; asked += 1)
        expect(
          (await callV1(server, configured, 'Encrypt', { KeyId: keyId, Plaintext: 'eA==' })).status,
        ).toBe(status);
    }
  });

  it('let commands find their address', async () => {
    const { code, stdout } = await runScript('src/cli/sign-in-link.ts', {
      KEYWRIGHT_DATA_DIR: server.dataDir,
      KEYWRIGHT_WORKERS: '2',
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${server.url}/sign-in#`)]);
  });

  it('go on when one of them is killed, which is replaced', async () => {
    const killed = server.pidOf(2);
    process.kill(killed, 'SIGKILL');
    const ended = await server.logged({ msg: 'a worker ended', worker: 2 });
    expect(ended).toMatchObject({ level: 50, pid: killed, code: null, signal: 'SIGKILL' });
    const replaced = server.logged({ msg: 'started', worker: 2 }, 2);
    let isReplaced = false;
    replaced.then(() => {
      isReplaced = true;
    });
    while (!isReplaced) await created(server); // none is refused while the new one starts
    const before = server.lines().filter(({ msg, worker }) => msg === 'request' && worker === 2);
    for (let asked = 0; asked < 4; asked += 1) await created(server);
    await server.logged({ msg: 'request', worker: 2 }, before.length + 1);
    expect(server.pidOf(2)).not.toBe(killed);
  });

  it('replace one that was stopped', async () => {
    const stopped = server.pidOf(1);
    const starts = server.lines().filter(({ msg, worker }) => msg === 'started' && worker === 1);
    process.kill(stopped, 'SIGTERM');
    await server.logged({ msg: 'a worker ended', worker: 1, code: 0 });
    await server.logged({ msg: 'started', worker: 1 }, starts.length + 1);
    expect((await rawRequest(server.url, { path: '/readyz' })).status).toBe(200);
  });
});

describe('A first start with several workers', () => {
  it('sets up the database once, and prints one access key', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await using server = await startProcess({
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_WORKERS: '3',
    });
    const { stdout } = server.output();
    expect(stdout.match(/Access key id/g)).toHaveLength(1);
    expect(stdout.match(/Keywright is ready/g)).toHaveLength(1);
    for (const table of ['Deployment', 'RootKey', 'AccessKey', 'Compatibility'])
      expect([table, await readDatabase(dataDir, `SELECT count(*)::int FROM "${table}"`)]).toEqual([
        table,
        [{ count: 1 }],
      ]);
    expect(await readDatabase(dataDir, `SELECT count(*)::int FROM "Replica"`)).toEqual([
      { count: 3 },
    ]);
  });
});

describe('A stop', () => {
  it('ends all workers once their running requests are answered, and loses no acknowledged key', async () => {
    const server = await startWorkers(NAMED);
    const pids = [1, 2].map(server.pidOf);
    const acknowledged: string[] = [];
    const enough = Promise.withResolvers<void>();
    const create = async () => {
      for (;;) {
        const { status, json } = await callV1(server, configured, 'CreateKey');
        if (status !== 200) return;
        acknowledged.push(String((json.KeyMetadata as Record<string, string>).KeyId));
        if (acknowledged.length === 40) enough.resolve();
      }
    };
    const callers = Array.from({ length: 8 }, () => create().catch(() => {})); // until the port is closed
    await enough.promise;
    server.child.kill('SIGTERM');
    server.child.kill('SIGTERM'); // changes nothing
    expect(await once(server.child, 'close')).toEqual([0, null]);
    await Promise.all(callers);
    await ended(pids);
    const stored = await readDatabase<{ id: string }>(server.dataDir, `SELECT "id" FROM "Key"`);
    expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
    expect(
      await readDatabase(
        server.dataDir,
        `SELECT count(*)::int FROM "AuditEvent" WHERE "operation" = 'StopServer'`,
      ),
    ).toEqual([{ count: 2 }]);
    expect(server.lines().filter(({ msg }) => msg === 'stopped')).toHaveLength(2);
  });

  it('is clean as soon as the server says that it is ready', async () => {
    // The primary, which has no channel to a parent, takes a second to handle this signal.
    const slow = `const { on, send } = process;
      process.on = function (event, listener) {
        if (event === 'SIGTERM' && !send) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
        return on.call(this, event, listener);
      };`;
    await using server = await startWorkers(NAMED, {
      nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(slow)}`],
    });
    server.child.kill('SIGTERM');
    expect(await once(server.child, 'close')).toEqual([0, null]);
  });

  it('follows the end of the primary, if that is killed', async () => {
    await using server = await startWorkers(NAMED);
    const pids = [1, 2].map(server.pidOf);
    const keyId = await created(server);
    server.child.kill('SIGKILL');
    await once(server.child, 'close'); // when the last of the workers has closed its output
    await ended(pids);
    expect(server.lines().filter(({ msg }) => msg === 'stopped')).toHaveLength(2);
    expect(await readDatabase(server.dataDir, `SELECT "id" FROM "Key"`)).toEqual([{ id: keyId }]);
  });
});

describe('The end of the primary and of what reads the log', () => {
  it('ends all workers', async () => {
    await using server = await startWorkers(NAMED);
    const pids = [1, 2].map(server.pidOf);
    server.child.stderr?.destroy();
    server.child.kill('SIGKILL');
    await ended(pids);
  });
});

describe('A worker that cannot start', () => {
  it('because of a wrong root key, ends the start as a server of one process does, with one message', async () => {
    const dataDir = makeDataDir();
    {
      await using _first = await startProcess({ KEYWRIGHT_DATA_DIR: dataDir, ...fixed });
    }
    const file = join(dataDir, 'another-root-key');
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
    const wrong = { KEYWRIGHT_DATA_DIR: dataDir, ...fixed, KEYWRIGHT_ROOT_KEY_FILE: file };
    const [one, two] = await Promise.all(
      ['1', '2'].map((workers) =>
        runScript('src/main.ts', { ...wrong, KEYWRIGHT_WORKERS: workers }),
      ),
    );
    expect(one).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Keywright cannot start\. This root key is not the one.*\n$/),
    });
    expect(two).toEqual(one);
  });

  it('because the port is taken, says so as a server of one process does', async () => {
    await using taken = await startProcess({ KEYWRIGHT_DATA_DIR: makeDataDir(), ...fixed });
    const { code, stdout, stderr } = await runScript('src/main.ts', {
      KEYWRIGHT_DATA_DIR: makeDataDir(),
      KEYWRIGHT_WORKERS: '2',
      PORT: new URL(taken.url).port,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Keywright cannot start\. Another program already listens on port \d+\./,
    );
  });

  it('is tried again later and later while others serve, and ends the server once none does', async () => {
    await using server = await startWorkers(NAMED);
    const rootKey = join(server.dataDir, 'root-key');
    renameSync(rootKey, `${rootKey}.away`);
    process.kill(server.pidOf(2), 'SIGKILL');
    const delays: unknown[] = [];
    while (delays.length < 4)
      delays.push(
        (await server.logged({ msg: 'a worker ended', worker: 2 }, delays.length + 1)).milliseconds,
      );
    expect(delays).toEqual([100, 200, 400, 800]);
    await created(server);
    process.kill(server.pidOf(1), 'SIGKILL');
    expect(await once(server.child, 'exit')).toEqual([1, null]);
    expect(server.output().stderr).toMatch(/Keywright cannot start\. .*root-key is missing/);
  });
});

describe('A debugger', () => {
  it('opens in the process whose options ask for it, and in no worker', async () => {
    await using server = await startWorkers(
      { ...NAMED, NODE_OPTIONS: '--inspect=127.0.0.1:0' },
      { nodeOptions: ['--disable-sigusr1'] },
    );
    for (const worker of [1, 2]) process.kill(server.pidOf(worker), 'SIGUSR1');
    for (let asked = 0; asked < 4; asked += 1)
      expect((await rawRequest(server.url, { path: '/healthz' })).status).toBe(200);
    await server.kill('SIGTERM');
    expect(server.output().stderr.match(/Debugger listening/g)).toHaveLength(1);
    expect(server.lines().filter(({ msg }) => msg === 'a worker ended')).toEqual([]);
  });
});
