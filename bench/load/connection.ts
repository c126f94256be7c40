import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answer-reader.ts';
import type { HttpRequest } from './requests.ts';

const LOST: Answer = { status: 0, text: '' };

/** One HTTP/1.1 connection that is kept open. It sends one request at a time. */
export class Connection implements Disposable {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #reader = new AnswerReader();
  #answered: ((answer: Answer) => void) | undefined;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = `host: ${host}\r\n`;
    socket.setNoDelay();
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      const answer = this.#reader.read(String(chunk));
      if (answer) this.#settle(answer);
    });
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => this.#settle(LOST));
  }

  /** Connects to a server. */
  static async open(url: string): Promise<Connection> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Connection(socket, host);
  }

  /** Sends a request. A callback instead of a promise: the load must cost less than the server. */
  send({ start, rest }: HttpRequest, answered: (answer: Answer) => void): void {
    if (this.#socket.destroyed) {
      answered(LOST);
      return;
    }
    this.#answered = answered;
    this.#socket.write(start + this.#host + rest, 'latin1');
  }

  #settle(answer: Answer): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(answer);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/** Sends one request over a connection of its own. */
export async function ask(url: string, request: HttpRequest): Promise<Answer> {
  using connection = await Connection.open(url);
  return await new Promise((resolve) => connection.send(request, resolve));
}
