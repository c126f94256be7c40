import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { rawRequest } from '../support/http.ts';
import { makeDataDir } from '../support/kms.ts';
import { askOften, makePipe } from '../support/log-pipe.ts';
import { spawnServer, startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';

const fixed = {
  KEYWRIGHT_ACCESS_KEY_ID: 'configured',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'configured-secret',
};
const configured = {
  accountId: '',
  id: fixed.KEYWRIGHT_ACCESS_KEY_ID,
  secret: fixed.KEYWRIGHT_ACCESS_KEY_SECRET,
};

interface LogLine {
  readonly msg: string;
  readonly dropped?: number;
}

describe('A log that nobody reads', () => {
  it('does not stop the service, nor its end, and says how many lines were dropped once somebody does', async () => {
    const dataDir = makeDataDir({ migrated: false });
    const { file, descriptor } = makePipe(dataDir);
    await using server = await spawnServer(
      { KEYWRIGHT_DATA_DIR: dataDir, ...fixed },
      { stderr: descriptor },
    );
    const url = await server.ready;
    // Each line has about 150 bytes: more than fits into the pipe (64 KB) and the buffer (1 MB).
    await askOften(url, 10_000);
    expect((await callV1({ url }, configured, 'ListKeys')).status).toBe(200);

    // A socket, since a file's read of a pipe that is empty by now could not be taken back.
    const reader = new Socket({
      fd: openSync(file, constants.O_RDONLY | constants.O_NONBLOCK),
      readable: true,
      writable: false,
    });
    let text = '';
    reader.on('data', (part) => (text += String(part)));
    let asked = 10_001;
    while (!/"dropped":[1-9]\d*,"msg":"log lines were dropped"/.test(text)) {
      await rawRequest(url, { path: '/healthz' });
      asked += 1;
      await new Promise(setImmediate);
    }
    // Each line is either written or counted.
    const logged = () => {
      const lines = text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as LogLine);
      const written = lines.filter(({ msg }) => msg === 'request').length;
      return lines.reduce((sum, { dropped = 0 }) => sum + dropped, written);
    };
    while (logged() < asked) await new Promise(setImmediate);
    expect(logged()).toBe(asked);
    reader.destroy();
    await once(reader, 'close');
    await askOften(url, 2_000); // and nobody reads again
    const ended = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGKILL']); // of its own: where a write hangs, exit would wait for it
    closeSync(descriptor);
  });

  it('is written to the end when the process ends', async () => {
    await using server = await startProcess({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      ...fixed,
    });
    const asked = await Promise.all(
      Array.from({ length: 200 }, () => rawRequest(server.url, { path: '/healthz' })),
    );
    await server.kill('SIGTERM');
    const lines = server
      .output()
      .stderr.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.filter(({ msg }) => msg === 'request')).toHaveLength(asked.length);
    expect(lines.at(-1)?.msg).toBe('stopped');
  });
});

describe('A line of the log', () => {
  it('is written also if the process ends at once', () => {
    const script = `
      import { openLog } from '#log/log.ts';
      openLog('info').info({ place: 'here' }, 'the last line');
      process.exit();`;
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    expect(JSON.parse(stderr)).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      place: 'here',
      msg: 'the last line',
    });
  });
});

describe('A process that may open few files', () => {
  it('serves a client with a credential, although strangers hold more sockets than it has', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await using server = await startProcess(
      { KEYWRIGHT_DATA_DIR: dataDir, ...fixed },
      { wrapper: ['sh', '-c', 'ulimit -n 256; exec "$@"', 'sh'] },
    );
    const port = Number(new URL(server.url).port);
    const sockets = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = connect(port, '127.0.0.1').on('error', () => {});
        await once(socket, 'connect');
        return socket;
      }),
    );
    for (let index = 0; index < 5; index += 1)
      expect((await callV1(server, configured, 'CreateKey')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});
