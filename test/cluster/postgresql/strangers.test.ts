import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { shareOf } from '#config/worker-share.ts';
import { openLog } from '#log/log.ts';
import { type Server, startServer } from '#server.ts';
import { databaseSettings } from '../../support/database.ts';
import { rawRequest } from '../../support/http.ts';
import { makeDataDir } from '../../support/kms.ts';
import { commonV1 } from '../../support/rpc-client.ts';
import { configured, fixed, sumOf } from '../../support/workers.ts';

/** The first of four workers, in this process. */
async function startShare(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const dataDir = makeDataDir();
  const config = readConfig({
    PORT: '0',
    KEYWRIGHT_DATA_DIR: dataDir,
    KEYWRIGHT_WORKERS: '4',
    KEYWRIGHT_POOL_SIZE: '16',
    ...(await databaseSettings(dataDir)),
    ...fixed,
    ...settings,
  });
  const share = shareOf(config, { number: 1, port: undefined });
  return startServer(share, { log: openLog('silent') });
}

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function open({ port }: Server): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {}); // it is closed by the server
  await once(socket, 'connect');
  return socket;
}

const metricsOf = async ({ url }: Server) => (await rawRequest(url, { path: '/metrics' })).text;

describe('One of four workers', () => {
  it('keeps a fourth of the connections', async () => {
    await using server = await startShare({ KEYWRIGHT_MAX_CONNECTIONS: '80' });
    for (let opened = 0; opened < 30; opened += 1) await open(server);
    const text = await metricsOf(server);
    expect(sumOf(text, 'keywright_connections ')).toBe(20);
  });

  it('holds a fourth of what strangers send', async () => {
    await using server = await startShare();
    const params = new URLSearchParams({ ...commonV1(configured, 'CreateKey'), Signature: 'x' });
    const head = `POST /?${params} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 500000\r\n\r\n`;
    const closed: Promise<unknown>[] = [];
    for (let sent = 0; sent < 24; sent += 1) {
      const socket = await open(server);
      closed.push(new Promise((done) => socket.once('close', done)));
      socket.write(head);
      socket.write(Buffer.alloc(400_000, 'x'));
    }
    await Promise.all(closed.slice(0, 10)); // they send 9.6 MB, of which more than a half is too much
    const bytes = sumOf(await metricsOf(server), 'keywright_unauthenticated_bytes ');
    expect(bytes).toBeGreaterThan(3_000_000);
    expect(bytes).toBeLessThanOrEqual(4 * 1_048_576);
    for (const socket of sockets) socket.destroy(); // the stop would wait for their requests
  });
});
