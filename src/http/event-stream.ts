import type { ServerResponse } from 'node:http';

/** What may wait for a client that reads slowly. Above it the connection is closed: the client can resume. */
const MAX_WAITING_BYTES = 1_048_576;
const MAX_WAITING_EVENTS = 1_000;

/** A body of server-sent events (HTML standard §9.2) that is being sent. */
export class EventStream {
  readonly #response: ServerResponse;
  #waiting = 0;
  #isTooSlow = false;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Whether the connection was closed because the client did not read. */
  get isTooSlow(): boolean {
    return this.#isTooSlow;
  }

  /** @param data one line, such as JSON */
  send(event: string, data: string): void {
    this.#write(`event: ${event}\ndata: ${data}\n\n`);
  }

  /** Shows proxies and the client that the connection still works. */
  heartbeat(): void {
    this.#write(':\n\n');
  }

  #write(text: string): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    this.#waiting += 1;
    response.write(text, () => {
      this.#waiting -= 1;
    });
    if (response.writableLength <= MAX_WAITING_BYTES && this.#waiting <= MAX_WAITING_EVENTS) return;
    this.#isTooSlow = true;
    response.destroy();
  }
}
