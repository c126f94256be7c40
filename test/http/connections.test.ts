import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Connections } from '#http/connections.ts';
import { rawRequest } from '../support/http.ts';
import { type Kms, startKms } from '../support/kms.ts';
import { callV1, commonV1, signV1 } from '../support/rpc-client.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function open({ port }: Pick<Kms, 'port'>): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {}); // it is closed by the server
  await once(socket, 'connect');
  return socket;
}

const closed = async (socket: Socket): Promise<void> =>
  void (socket.closed || (await once(socket, 'close')));

describe('Connections', () => {
  it('beyond the limit close the oldest that has had no authenticated request, and never the newcomer', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_MAX_CONNECTIONS: '16' } });
    const account = await kms.addAccount();
    // A client with a credential, whose connection is older than all of the others.
    const known = await open(kms);
    const ask = async () => {
      const params = new URLSearchParams(
        signV1('GET', commonV1(account, 'ListKeys'), account.secret),
      );
      known.write(`GET /?${params} HTTP/1.1\r\nhost: x\r\n\r\n`);
      const [answer] = (await once(known, 'data')) as [Buffer];
      return answer.toString().slice(0, 15);
    };
    expect(await ask()).toBe('HTTP/1.1 200 OK');
    const idle: Socket[] = [];
    for (let index = 0; index < 30; index += 1) {
      const socket = await open(kms);
      socket.write('GET / HTTP/1.1\r\nx-trickle: '); // bytes that trickle in are no life
      idle.push(socket);
    }
    await Promise.all(idle.slice(0, 15).map(closed));
    expect(await ask()).toBe('HTTP/1.1 200 OK');
    expect(idle.at(-1)?.closed).toBe(false);
    expect((await callV1(kms, account, 'ListKeys')).status).toBe(200); // and another newcomer
  });

  it('buffer at most the budget of the process of what strangers send', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const part = 400_000;
    const halfSent: Socket[] = [];
    for (let index = 0; index < 60; index += 1) {
      const socket = await open(kms);
      const params = new URLSearchParams({ ...commonV1(account, 'CreateKey'), Signature: 'x' });
      socket.write(
        `POST /?${params} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${part + 10}\r\n\r\n`,
      );
      socket.write(Buffer.alloc(part, 'x'));
      halfSent.push(socket);
    }
    // 60 of them are 24 MB: what is above 16 MB goes, the oldest first.
    await Promise.all(halfSent.slice(0, 10).map(closed));
    expect(halfSent.at(-1)?.closed).toBe(false);
    expect((await callV1(kms, account, 'ListKeys')).status).toBe(200);
  });

  it('beyond the budget close the one whose latest authenticated request is the oldest', async () => {
    const limits = { maxConnections: 10, maxUnauthenticatedBytes: 100, unreadMilliseconds: 1e9 };
    using connections = new Connections(limits);
    const accepted: Socket[] = [];
    const server = createServer((socket) => {
      accepted.push(socket);
      connections.add(socket);
      socket.on('error', () => {});
      socket.on('data', () => connections.count(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const clients = [];
    for (let index = 0; index < 3; index += 1) {
      clients.push(await open(server.address() as { port: number }));
      while (accepted.length <= index) await new Promise(setImmediate);
    }
    for (const index of [0, 1, 2, 0, 2]) {
      connections.authenticated(accepted[index] as Socket);
      connections.answered(accepted[index] as Socket);
    }
    for (const client of clients) client.write(Buffer.alloc(40));
    await closed(clients[1] as Socket);
    expect(connections.stats()).toMatchObject({ open: 2, closed: 1 });
    server.close();
  });

  it.each([
    ['for too long', { maxUnauthenticatedBytes: 1e9, unreadMilliseconds: 200 }],
    [
      'beyond the budget of the process',
      { maxUnauthenticatedBytes: 16 * 1_048_576, unreadMilliseconds: 1e9 },
    ],
  ])('whose answer nobody reads are closed: %s', async (_why, limits) => {
    using connections = new Connections({ maxConnections: 10, ...limits });
    const server = createServer((socket) => {
      connections.add(socket);
      socket.on('error', () => {});
      socket.write(Buffer.alloc(64 * 1_048_576)); // more than the system keeps for a reader
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = await open(server.address() as { port: number });
    socket.pause();
    while (connections.stats().open > 0) await new Promise(setImmediate);
    expect(connections.stats()).toMatchObject({ closed: 1 });
    server.close();
  });
});

describe('What a stranger may send', () => {
  it('is at most as many parameters as a request of the API has', async () => {
    await using kms = await startKms();
    const body = Array.from({ length: 200_000 }, (_, index) => `a${(index * 7_919) % 200_000}`)
      .join('&')
      .slice(0, 500_000);
    const reply = await rawRequest(kms.url, {
      method: 'POST',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body,
    });
    expect([reply.status, reply.json.Code, reply.text.length < 1_000]).toEqual([
      400,
      'ParseRequestParameterException',
      true,
    ]);
  });

  it('is at most as large as the largest request of the API', async () => {
    await using kms = await startKms();
    const headers: [string, string][] = [['content-type', 'application/x-www-form-urlencoded']];
    const status = async (bytes: number) =>
      (await rawRequest(kms.url, { method: 'POST', headers, body: `a=${'x'.repeat(bytes)}` }))
        .status;
    expect(await status(500_000)).toBe(400);
    expect(await status(700_000)).toBe(413);
  });

  it('is not read where the head of the request says enough: an unknown id, a stale time', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const answerTo = async (params: Readonly<Record<string, string>>): Promise<string> => {
      const socket = await open(kms);
      const query = new URLSearchParams({
        ...commonV1(account, 'CreateKey'),
        Signature: 'x',
        ...params,
      });
      socket.write(
        `POST /?${query} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 400000\r\n\r\n`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer]; // of the body nothing was sent
      return /"Code":"([^"]+)"/.exec(answer.toString())?.[1] ?? answer.toString();
    };
    expect(await answerTo({ AccessKeyId: 'nobody' })).toBe('InvalidAccessKeyId.NotFound');
    expect(await answerTo({ Timestamp: '2020-01-01T00:00:00Z' })).toBe('InvalidTimeStamp.Expired');
  });

  it('comes back cut off where the signature is wrong', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const reply = await callV1(
      kms,
      { ...account, secret: 'wrong' },
      'CreateKey',
      { Description: 'x'.repeat(300_000) },
      { placement: 'form' },
    );
    expect(reply.json.Code).toBe('SignatureDoesNotMatch');
    expect(reply.text.length).toBeLessThan(20_000);
    const short = await callV1(kms, { ...account, secret: 'wrong' }, 'CreateKey', {
      Description: 'short',
    });
    expect(short.json.Message).toMatch(/Version%3D2016-01-20$/); // SDKs compare it with their own
  });

  it('is as large as any legal request', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const letters = '\u{20000}'.repeat(128);
    const Tags = JSON.stringify(
      Array.from({ length: 20 }, (_, index) => ({
        TagKey: `${index}${letters.slice(0, -8)}`,
        TagValue: letters,
      })),
    );
    const input = { Description: '\u{1F511}'.repeat(8_192), Tags };
    expect(
      (await callV1(kms, account, 'CreateKey', input, { placement: 'form' })).json,
    ).toMatchObject({
      KeyMetadata: { Description: input.Description },
    });
  });
});
