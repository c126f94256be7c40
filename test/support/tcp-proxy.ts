import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between Keywright and PostgreSQL that can fail. */
export interface TcpProxy extends AsyncDisposable {
  /** The same database, by way of this network. */
  readonly url: string;
  /** Breaks every connection there is. New ones get through. */
  cut(): void;
  /** Nothing arrives any more, in either direction, while every connection stays open: new ones too. */
  pause(): void;
  resume(): void;
  /** How often something with this word in it was sent to the database. */
  countSent(word: string): number;
  /**
   * Breaks the connection that next sends a word, once that has gone through.
   * @param when `answered`: when the answer comes back, which is lost; `sent`: at once
   * @returns a promise that resolves when it is broken
   */
  breakAfter(word: string, when: 'answered' | 'sent'): Promise<void>;
}

interface Watch {
  readonly word: string;
  readonly when: 'answered' | 'sent';
  readonly broken: () => void;
}

/** A batch that only appends is one statement that commits itself; its name begins so. */
const LANE = 'lane ';

const says = (bytes: Buffer | string, word: string): boolean =>
  bytes.includes(word) || (word === 'COMMIT' && bytes.includes(LANE));

export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const links = new Set<readonly Socket[]>();
  let paused = false;
  let watch: Watch | undefined;
  let sent = '';

  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const link = [client, upstream];
    links.add(link);
    const end = () => {
      links.delete(link);
      for (const socket of link) socket.destroy();
    };
    let owed: Watch | undefined;
    const settle = ({ broken }: Watch) => {
      end();
      broken();
    };
    client.on('data', (bytes) => {
      sent += bytes.toString('latin1');
      if (watch && says(bytes, watch.word)) {
        owed = watch;
        watch = undefined;
      }
      const last = owed?.when === 'sent' ? owed : undefined;
      upstream.write(bytes, () => last && settle(last));
    });
    upstream.on('data', (bytes) => {
      if (owed) settle(owed);
      else client.write(bytes);
    });
    for (const socket of link) {
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', end);
      if (paused) socket.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = () => {
    for (const link of links) for (const socket of link) socket.destroy();
  };
  return {
    url: Object.assign(new URL(url), {
      hostname: '127.0.0.1',
      port: String((server.address() as AddressInfo).port),
    }).href,
    cut,
    pause() {
      paused = true;
      for (const link of links) for (const socket of link) socket.pause();
    },
    resume() {
      paused = false;
      for (const link of links) for (const socket of link) socket.resume();
    },
    countSent: (word) => sent.split(word).length - 1,
    breakAfter: (word, when) =>
      new Promise((broken) => {
        watch = { word, when, broken };
      }),
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
    },
  };
}
