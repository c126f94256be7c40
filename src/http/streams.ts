import { ThrottlingError } from '#domain/errors.ts';

/** Open streams at the same time, of one principal and of this process. Each takes a connection and some ten kilobytes. */
const MAX_OF_PRINCIPAL = 100;
const MAX_OF_PROCESS = 1_000;
/** The part of all connections that streams may take. The others are left for requests. */
const PART_OF_CONNECTIONS = 0.5;
/** A client that may try again: streams end when their pages are closed. */
const RETRY_MS = 5_000;

/** A place for one stream. Dispose of it when the stream has ended. */
export interface StreamSlot extends Disposable {
  /** Aborted when the server stops: the stream has to end at once. */
  readonly signal: AbortSignal;
}

/** Counts the open streams of this process, and ends them when it stops. */
export class Streams {
  readonly #counts = new Map<string, number>();
  readonly #stopping = new AbortController();
  readonly #drained = Promise.withResolvers<void>();
  readonly #max: number;
  #open = 0;

  /** @param maxConnections of this process */
  constructor(maxConnections: number) {
    this.#max = Math.min(MAX_OF_PROCESS, Math.floor(PART_OF_CONNECTIONS * maxConnections));
  }

  /** Takes a place for a stream. @param principal who opens it @throws ThrottlingError */
  take(principal: string): StreamSlot {
    const own = this.#counts.get(principal) ?? 0;
    if (own >= MAX_OF_PRINCIPAL || this.#open >= this.#max)
      throw new ThrottlingError(
        RETRY_MS,
        `A principal can have ${MAX_OF_PRINCIPAL} streams open, and this server process ${this.#max}. Close one, or try again later.`,
      );
    this.#counts.set(principal, own + 1);
    this.#open += 1;
    let isTaken = true;
    return {
      signal: this.#stopping.signal,
      [Symbol.dispose]: () => {
        if (isTaken) this.#leave(principal);
        isTaken = false;
      },
    };
  }

  /** Number of open streams, for the metrics. */
  count(): number {
    return this.#open;
  }

  /** Tells all streams to end. Resolves when they have. */
  end(): Promise<void> {
    this.#stopping.abort();
    if (this.#open === 0) this.#drained.resolve();
    return this.#drained.promise;
  }

  #leave(principal: string): void {
    const left = (this.#counts.get(principal) ?? 1) - 1;
    if (left > 0) this.#counts.set(principal, left);
    else this.#counts.delete(principal);
    this.#open -= 1;
    if (this.#open === 0 && this.#stopping.signal.aborted) this.#drained.resolve();
  }
}
