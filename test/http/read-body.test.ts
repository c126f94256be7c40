import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { ClientDisconnectedError } from '#domain/errors.ts';
import { readBody } from '#http/read-body.ts';
import { openLog } from '#log/log.ts';
import { openListener } from '#server/open-listener.ts';
import { makeDataDir } from '../support/kms.ts';

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n';

// Callers are looked up before their bodies are read. A read that never ended would stay in memory, and a server that
// stops would wait for it.
describe('The body of a client that has disconnected before it is read', () => {
  it.each([
    ['is refused if it is incomplete', `${HEAD}ab`],
    ['is refused if it is complete', `${HEAD}abcd`],
  ])('%s', async (_name, sent) => {
    await using stack = new AsyncDisposableStack();
    const config = readConfig({ PORT: '0', KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }) });
    const { port, serve } = await openListener(stack, config, openLog('silent'));
    const begun = Promise.withResolvers<void>();
    const body = Promise.withResolvers<Buffer>();
    await serve(async (message, { signal, received }) => {
      begun.resolve();
      await once(signal, 'abort');
      body.resolve(readBody(message, 4, received));
      return { status: 204 };
    });
    const client = connect(port, '127.0.0.1');
    client.write(sent);
    await begun.promise;
    client.destroy();
    await expect(body.promise).rejects.toBeInstanceOf(ClientDisconnectedError);
  });
});
