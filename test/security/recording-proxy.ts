import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A request and its answer, as the bytes that were sent. */
export interface Exchange {
  readonly sent: Buffer;
  readonly received: Buffer;
}

/** A proxy that keeps every byte of both directions. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  /** Where connections go from now on. */
  target: number;
  /** Each request with its answer, over all connections. No client may send a request before it has the last answer. */
  readonly exchanges: () => Exchange[];
}

interface Chunk {
  readonly by: 'client' | 'server';
  readonly bytes: Buffer;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const conversations: Chunk[][] = [];
  const sockets = new Set<Socket>();
  let target = 0;
  const server = createServer((client) => {
    const conversation: Chunk[] = [];
    conversations.push(conversation);
    const upstream = connect(target, '127.0.0.1');
    for (const [by, from, to] of [
      ['client', client, upstream],
      ['server', upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {}); // 'close' follows
      from.on('data', (bytes: Buffer) => conversation.push({ by, bytes }));
      from.pipe(to);
    }
    client.on('close', () => upstream.destroy());
    // The server may answer and close before it has the whole request: the client still gets the answer.
    upstream.on('close', () => {
      client.end();
      client.resume();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get target() {
      return target;
    },
    set target(port) {
      target = port;
    },
    exchanges: () => conversations.flatMap(exchangesOf),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A new exchange begins where the client sends after the server did. */
function exchangesOf(conversation: readonly Chunk[]): Exchange[] {
  const exchanges: { sent: Buffer[]; received: Buffer[] }[] = [];
  for (const { by, bytes } of conversation) {
    const last = exchanges.at(-1);
    if (by === 'server') last?.received.push(bytes);
    else if (last && last.received.length === 0) last.sent.push(bytes);
    else exchanges.push({ sent: [bytes], received: [] });
  }
  return exchanges.map(({ sent, received }) => ({
    sent: Buffer.concat(sent),
    received: Buffer.concat(received),
  }));
}
