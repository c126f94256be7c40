import type { Socket } from 'node:net';

/** One open connection, as `Connections` sees it. */
export interface Connection {
  readonly socket: Socket;
  /** Bytes the socket had read when the latest request was answered or authenticated. */
  baseline: number;
  /** Its part of the unauthenticated bytes. */
  bytes: number;
  /** Whether an authenticated request is running. */
  isServing: boolean;
  /**
   * Whether the latest answer was to an authenticated request: its unread bytes are not counted.
   */
  isAnswerKnown: boolean;
  /** Unread bytes of answers, and when the client last read any (`performance.now()`). */
  readonly unread: { length: number; since: number };
}

/** A connection without any request so far. */
export const createConnection = (socket: Socket): Connection => ({
  socket,
  baseline: 0,
  bytes: 0,
  isServing: false,
  isAnswerKnown: false,
  unread: { length: 0, since: performance.now() },
});

/**
 * Counts the unauthenticated bytes of a connection again.
 * @returns the difference to the last count
 */
export function recount(connection: Connection): number {
  const { socket, baseline, isServing, isAnswerKnown } = connection;
  const unread = isAnswerKnown ? 0 : socket.writableLength;
  const bytes = isServing ? 0 : Math.max(0, socket.bytesRead - baseline) + unread;
  const difference = bytes - connection.bytes;
  connection.bytes = bytes;
  return difference;
}

/**
 * Milliseconds since the client last read a part of an answer that waits for it; 0 if none waits.
 */
export function unreadMilliseconds({ socket, unread }: Connection, now: number): number {
  if (socket.writableLength === 0 || socket.writableLength < unread.length) unread.since = now;
  unread.length = socket.writableLength;
  return now - unread.since;
}
