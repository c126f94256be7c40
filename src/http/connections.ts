import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** The most connections that are open at once. */
  readonly maxConnections: number;
  /** The most bytes, over all connections, of requests whose caller is not known yet and of answers to them. */
  readonly maxUnauthenticatedBytes: number;
  /** How long an answer may wait for its reader without anything of it being taken. */
  readonly unreadMilliseconds: number;
}

/** How often half-sent headers and unread answers are looked at: in 100 ms 900 connections sent 75 MB of them. Bodies are counted as they come. */
const LOOK_MILLISECONDS = 20;

interface Connection {
  readonly socket: Socket;
  /** What the socket had read when the latest request was answered or authenticated. */
  baseline: number;
  /** What is counted of it in the total. */
  bytes: number;
  /** A request is being served whose caller is known. */
  isServing: boolean;
  /** The latest answer was for a caller who is known: what waits to be read of it is not a stranger's. */
  isAnswerKnown: boolean;
  unread: { length: number; since: number };
}

/**
 * The open connections of the server, and which of them has to go when there are too many, or when strangers hold too
 * much memory: never the newcomer, but the one that has gone longest without an authenticated request. One that never had
 * one has gone longest of all. Bytes that trickle in are no life: only an authenticated request is.
 */
export class Connections implements Disposable {
  readonly #limits: ConnectionLimits;
  /** Without an authenticated request so far, in the order in which they came. */
  readonly #strangers = new Map<Socket, Connection>();
  /** In the order of their latest authenticated request. */
  readonly #known = new Map<Socket, Connection>();
  #bytes = 0;
  #closed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  add(socket: Socket): void {
    const unread = { length: 0, since: performance.now() };
    this.#strangers.set(socket, {
      socket,
      baseline: 0,
      bytes: 0,
      isServing: false,
      isAnswerKnown: false,
      unread,
    });
    socket.once('close', () => this.#remove(socket));
    this.#timer ??= setInterval(() => this.#look(), LOOK_MILLISECONDS).unref();
    while (this.#strangers.size + this.#known.size > this.#limits.maxConnections)
      this.#close(() => true);
  }

  /** Some of a request's body has come. */
  count(socket: Socket): void {
    const connection = this.#find(socket);
    if (connection) this.#count(connection);
    this.#keepBudget();
  }

  /** The request that is being read on this connection comes from a caller who is known. */
  authenticated(socket: Socket): void {
    const connection = this.#find(socket);
    if (!connection) return;
    connection.isServing = true;
    connection.isAnswerKnown = true;
    this.#strangers.delete(socket);
    this.#known.delete(socket);
    this.#known.set(socket, connection);
    this.#count(connection);
  }

  /** The latest request on this connection is answered: what it sent is let go of. */
  answered(socket: Socket): void {
    const connection = this.#find(socket);
    if (!connection) return;
    connection.isAnswerKnown = connection.isServing;
    connection.isServing = false;
    connection.baseline = socket.bytesRead;
    this.#count(connection);
  }

  /** For the metrics: `closed` are those that had to make room. */
  stats(): { open: number; unauthenticatedBytes: number; closed: number } {
    return {
      open: this.#strangers.size + this.#known.size,
      unauthenticatedBytes: this.#bytes,
      closed: this.#closed,
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #find(socket: Socket): Connection | undefined {
    return this.#strangers.get(socket) ?? this.#known.get(socket);
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

  #count(connection: Connection): void {
    const { socket, baseline, isServing, isAnswerKnown } = connection;
    const unread = isAnswerKnown ? 0 : socket.writableLength;
    const bytes = isServing ? 0 : Math.max(0, socket.bytesRead - baseline) + unread;
    this.#bytes += bytes - connection.bytes;
    connection.bytes = bytes;
  }

  #keepBudget(): void {
    while (this.#bytes > this.#limits.maxUnauthenticatedBytes)
      if (!this.#close(({ bytes }) => bytes > 0)) return;
  }

  /** Closes the first that fits, of those that have gone longest without an authenticated request. @returns whether there was one */
  #close(fits: (connection: Connection) => boolean): boolean {
    for (const connections of [this.#strangers, this.#known])
      for (const connection of connections.values()) {
        if (connection.isServing || !fits(connection)) continue;
        this.#closed += 1;
        connection.socket.destroy();
        this.#remove(connection.socket); // its own event comes later, and somebody counts meanwhile
        return true;
      }
    return false;
  }

  #look(): void {
    const now = performance.now();
    for (const connections of [this.#strangers, this.#known])
      for (const connection of connections.values()) {
        this.#count(connection);
        if (this.#isUnread(connection, now)) {
          this.#closed += 1;
          connection.socket.destroy();
        }
      }
    this.#keepBudget();
  }

  #isUnread({ socket, unread }: Connection, now: number): boolean {
    if (socket.writableLength === 0 || socket.writableLength < unread.length) unread.since = now;
    unread.length = socket.writableLength;
    return now - unread.since > this.#limits.unreadMilliseconds;
  }
}
