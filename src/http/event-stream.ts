import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What may wait for a client that reads slowly. Above it the connection is closed: the client can resume. */
const MAX_WAITING_BYTES = 1_048_576;
const MAX_WAITING_EVENTS = 1_000;
/** Above this part of them, who has more to send waits. */
const ROOM = 0.25;

/** A body of server-sent events (HTML standard §9.2) that is being sent. */
export class EventStream {
  readonly #response: ServerResponse;
  #waiting = 0;
  #isTooSlow = false;
  #wake: (() => void) | undefined;

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

  /**
   * For more events than a client reads at once: resolves when it has read most of those that were sent, or when the signal
   * is aborted. In between the event loop has a turn, without which nothing would leave.
   * @param signal aborted when the connection closes
   */
  async room(signal: AbortSignal): Promise<void> {
    await nextTurn();
    if (this.#hasRoom() || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const wake = () => resolve();
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    this.#wake = undefined;
    signal.removeEventListener('abort', wake);
  }

  #hasRoom(): boolean {
    const bytes = this.#response.writableLength;
    return bytes <= ROOM * MAX_WAITING_BYTES && this.#waiting <= ROOM * MAX_WAITING_EVENTS;
  }

  #write(text: string): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    this.#waiting += 1;
    response.write(text, () => {
      this.#waiting -= 1;
      if (this.#hasRoom()) this.#wake?.();
    });
    if (response.writableLength <= MAX_WAITING_BYTES && this.#waiting <= MAX_WAITING_EVENTS) return;
    this.#isTooSlow = true;
    response.destroy();
  }
}
