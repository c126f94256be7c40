import { Connection } from './connection.ts';
import type { Requests } from './requests.ts';
import { Recorder, type Run } from './run.ts';

/** Connections of all measurements that do not say otherwise. */
export const CONNECTIONS = 64;

/** How long a run sends requests. */
export type Until = { readonly seconds: number } | { readonly requests: number };

/** Requests signed ahead, compared with those that the last run would have needed. */
const MARGIN = 1.2;
/** The load does not sleep if the next request is due sooner than this. */
const SPIN_MILLISECONDS = 0.15;
const SLEEP_MILLISECONDS = 0.1;

/** Open connections to one server, or spread over several. */
export class LoadClient implements Disposable {
  readonly #connections: readonly Connection[];
  #perSecond = 0;

  private constructor(connections: readonly Connection[]) {
    this.#connections = connections;
  }

  static async open(
    urls: readonly string[],
    connections: number = CONNECTIONS,
  ): Promise<LoadClient> {
    const opening = Array.from({ length: connections }, (_, index) =>
      Connection.open(String(urls[index % urls.length])),
    );
    return new LoadClient(await Promise.all(opening));
  }

  /** Each connection sends its next request when it has the answer to the last one. */
  async run(requests: Requests, until: Until): Promise<Run> {
    const isOver = this.#prepare(requests, until);
    const recorder = new Recorder();
    const sendFrom = (connection: Connection, done: () => void) => {
      if (isOver()) {
        done();
        return;
      }
      const sent = performance.now();
      connection.send(requests.next(), (answer) => {
        recorder.add(performance.now() - sent, answer);
        if (answer.status === 0) done();
        else sendFrom(connection, done);
      });
    };
    await Promise.all(
      this.#connections.map((one) => new Promise<void>((resolve) => sendFrom(one, resolve))),
    );
    const run = recorder.finish();
    this.#perSecond = run.answers / run.seconds;
    return run;
  }

  /**
   * Sends requests at fixed times, whether or not earlier ones are answered. A latency begins when
   * its request was due, also if no connection was free then.
   */
  async runAt(perSecond: number, requests: Requests, seconds: number): Promise<Run> {
    const total = Math.round(perSecond * seconds);
    requests.prepare?.(total);
    const recorder = new Recorder();
    const started = performance.now();
    const dueAt = (request: number) => started + (request / perSecond) * 1_000;
    const free = [...this.#connections];
    let sent = 0;
    let open = 0;
    while (sent < total || open > 0) {
      while (sent < total && dueAt(sent) <= performance.now()) {
        const connection = free.pop();
        if (!connection) break;
        const due = dueAt(sent);
        sent += 1;
        open += 1;
        connection.send(requests.next(), (answer) => {
          recorder.add(performance.now() - due, answer);
          open -= 1;
          if (answer.status !== 0) free.push(connection);
          else if (free.length + open === 0) sent = total; // the server has gone
        });
      }
      if (sent === total || dueAt(sent) - performance.now() > SPIN_MILLISECONDS) sleep();
      await new Promise(setImmediate);
    }
    return recorder.finish();
  }

  /** Makes requests ahead. @returns whether a run that begins now is over */
  #prepare(requests: Requests, until: Until): () => boolean {
    if ('requests' in until) {
      requests.prepare?.(until.requests);
      let left = until.requests;
      return () => left-- <= 0;
    }
    requests.prepare?.(Math.ceil(this.#perSecond * until.seconds * MARGIN));
    const end = performance.now() + until.seconds * 1_000;
    return () => performance.now() >= end;
  }

  [Symbol.dispose](): void {
    for (const connection of this.#connections) connection[Symbol.dispose]();
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Timers wait for a millisecond at least, which is too long between two requests. */
const sleep = (): void => void Atomics.wait(NEVER, 0, 0, SLEEP_MILLISECONDS);
