import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CLOSE_MILLISECONDS } from '#cluster/stop.ts';
import { readConfig } from '#config/config.ts';
import { openLog } from '#log/log.ts';
import { openListener } from '#server/open-listener.ts';
import { makeDataDir } from '../support/kms.ts';

/** Resolves when nothing listens on the port any more. */
async function closed(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (!isOpen) return;
  }
}

it('A listener that stops waits for a request whose client has disconnected', async () => {
  await using stack = new AsyncDisposableStack();
  const config = readConfig({ PORT: '0', KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }) });
  const { port, serve, stop } = await openListener(stack, config, openLog('silent'));
  const begun = Promise.withResolvers<AbortSignal>();
  const mayEnd = Promise.withResolvers<void>();
  const order: string[] = [];
  serve(async (_message, { signal }) => {
    begun.resolve(signal);
    await mayEnd.promise;
    order.push('handled');
    return { status: 204 };
  });
  const client = connect(port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const signal = await begun.promise;
  client.destroy();
  await once(signal, 'abort');
  const stopped = stop().then(() => order.push('stopped'));
  await closed(port);
  mayEnd.resolve();
  await stopped;
  expect(order).toEqual(['handled', 'stopped']);
});

it('A listener that stops leaves time to close the rest, whatever its requests do', async () => {
  await using stack = new AsyncDisposableStack();
  const config = readConfig({
    PORT: '0',
    KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
    KEYWRIGHT_STOP_SECONDS: '2',
  });
  const { port, serve, stop } = await openListener(stack, config, openLog('silent'));
  const begun = Promise.withResolvers<void>();
  serve(() => {
    begun.resolve();
    return Promise.withResolvers<never>().promise; // never ends
  });
  const client = connect(port, '127.0.0.1');
  client.on('error', () => {}); // the stop breaks the connection
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await begun.promise;
  const killed = pause(config.stopMilliseconds + CLOSE_MILLISECONDS, 'killed');
  expect(await Promise.race([stop().then(() => 'stopped'), killed])).toBe('stopped');
});
