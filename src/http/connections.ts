import type { Socket } from 'node:net';
import { type Connection, createConnection, recount, unreadMilliseconds } from './connection.ts';

/** Limits that `Connections` enforces by closing connections. */
export interface ConnectionLimits {
  /** Open connections at the same time. */
  readonly maxConnections: number;
  /** Bytes, over all connections, of unauthenticated requests and of the answers to them. */
  readonly maxUnauthenticatedBytes: number;
  /** How long a client may read nothing of an answer that waits for it. */
  readonly unreadMilliseconds: number;
}

/**
 * Interval of the check of incomplete headers and unread answers. In 100 ms 900 connections sent 75
 * MB of headers. Bodies are counted when they arrive.
 */
const CHECK_MILLISECONDS = 20;

/**
 * Open connections of the server. When there are too many, or when unauthenticated requests use too
 * much memory, it closes the connection whose last authenticated request is the oldest, those that
 * never had one first, and never the newest. Bytes that arrive do not count as activity, so a slow
 * sender cannot keep its connection.
 */
export class Connections implements Disposable {
  readonly #limits: ConnectionLimits;
  /** Connections without an authenticated request so far, the oldest first. */
  readonly #strangers = new Map<Socket, Connection>();
  /** The others, by their latest authenticated request, the oldest first. */
  readonly #known = new Map<Socket, Connection>();
  #bytes = 0;
  #closed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Tracks a new connection, and closes another one if there are too many. */
  add(socket: Socket): void {
    this.#strangers.set(socket, createConnection(socket));
    socket.once('close', () => this.#remove(socket));
    this.#timer ??= setInterval(() => this.#check(), CHECK_MILLISECONDS).unref();
    while (this.#strangers.size + this.#known.size > this.#limits.maxConnections)
      this.#close(() => true);
  }

  /** Call after a part of a body arrived. */
  count(socket: Socket): void {
    const connection = this.#find(socket);
    if (connection) this.#bytes += recount(connection);
    this.#keepBudget();
  }

  /** Call once the caller of the current request is authenticated. */
  authenticated(socket: Socket): void {
    const connection = this.#find(socket);
    if (!connection) return;
    connection.isServing = true;
    connection.isAnswerKnown = true;
    if (!this.#known.delete(socket)) this.#strangers.delete(socket);
    this.#known.set(socket, connection); // behind all others
    this.#bytes += recount(connection);
  }

  /** Call once the current request is answered: its bytes are no longer in memory. */
  answered(socket: Socket): void {
    const connection = this.#find(socket);
    if (!connection) return;
    connection.isAnswerKnown = connection.isServing;
    connection.isServing = false;
    connection.baseline = socket.bytesRead;
    this.#bytes += recount(connection);
  }

  /** For the metrics. `closed` counts the connections closed because of a limit. */
  stats(): { open: number; unauthenticatedBytes: number; closed: number } {
    return {
      open: this.#strangers.size + this.#known.size,
      unauthenticatedBytes: this.#bytes,
      closed: this.#closed,
    };
  }

  /** Stops the check. It closes no connection. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #find(socket: Socket): Connection | undefined {
    return this.#known.get(socket) ?? this.#strangers.get(socket);
  }

  #remove(socket: Socket): void {
    const connection = this.#find(socket);
    if (!connection) return;
    this.#bytes -= connection.bytes;
    this.#strangers.delete(socket);
    this.#known.delete(socket);
    if (this.#strangers.size + this.#known.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #keepBudget(): void {
    while (this.#bytes > this.#limits.maxUnauthenticatedBytes)
      if (!this.#close(({ bytes }) => bytes > 0)) return;
  }

  /**
   * Closes the first connection that fits, by the oldest authenticated request.
   * @returns whether there was one
   */
  #close(fits: (connection: Connection) => boolean): boolean {
    for (const connections of [this.#strangers, this.#known])
      for (const connection of connections.values()) {
        if (connection.isServing || !fits(connection)) continue;
        this.#closed += 1;
        connection.socket.destroy();
        this.#remove(connection.socket); // the event `close` comes later; counts must be right before it
        return true;
      }
    return false;
  }

  #check(): void {
    const now = performance.now();
    for (const connections of [this.#strangers, this.#known])
      for (const connection of connections.values()) {
        this.#bytes += recount(connection);
        if (unreadMilliseconds(connection, now) > this.#limits.unreadMilliseconds) {
          this.#closed += 1;
          connection.socket.destroy();
        }
      }
    this.#keepBudget();
  }
}
