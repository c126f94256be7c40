import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Client } from './client.ts';
import { EventStream } from './event-stream.ts';

/** Answers must not be cached, and browsers must not guess their type. */
const SAFE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A stream has its connection to itself, so that nothing waits behind it. nginx must not collect its events. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'x-accel-buffering': 'no',
  connection: 'close',
};

/**
 * Fields of the request log besides method, path, status and address. Only these are logged: input
 * may hold secrets.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly actions?: readonly string[];
  readonly code?: string;
  /** The access key id of a request that is not authenticated, if it is well-formed. */
  readonly accessKeyId?: string | undefined;
}

/** An answer. `log` goes to the request log, not to the client. */
export interface Reply {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  /** Sends the body bit by bit, in place of `body`. Is always called. Resolves at the end of the stream. */
  readonly stream?: (events: EventStream) => Promise<LogFields>;
  readonly log?: LogFields;
}

/**
 * What a handler needs besides the request: facts of the connection, and callbacks that it must
 * call.
 */
export interface Exchange {
  /** Aborted when the client disconnects before the answer is written. */
  readonly signal: AbortSignal;
  readonly client: Client;
  /**
   * Call once the caller is authenticated: the request no longer counts against the limits for
   * strangers.
   */
  readonly authenticated: () => void;
  /** Call for each part of the body that was read. */
  readonly received: () => void;
}

/** Handles a request. The listener sends and logs the reply. */
export type Handler = (request: IncomingMessage, exchange: Exchange) => Promise<Reply>;

/** All headers of a reply, in the order in which they are sent. */
export const headersOf = ({ status, headers, body = '', stream }: Reply): OutgoingHttpHeaders => ({
  ...SAFE_HEADERS,
  // RFC 9110 §15.5.2 requires a challenge. `Basic` would open a browser's own dialog, and the
  // browser would keep the secret.
  ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  ...(stream ? STREAM_HEADERS : { 'content-length': Buffer.byteLength(body) }),
  ...headers,
});

/** Sends a reply without compression: half of Alibaba Cloud's SDKs cannot read gzip. */
export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body ?? '');
}

/** Sends a reply with a stream. @returns its fields for the request log, at the end of the stream */
export async function sendStream(
  response: ServerResponse,
  reply: Reply,
  stream: NonNullable<Reply['stream']>,
): Promise<LogFields> {
  response.writeHead(reply.status, headersOf(reply));
  response.flushHeaders();
  const log = await stream(new EventStream(response));
  response.end();
  return log;
}

/** A reply with `value` as its JSON body. */
export const jsonReply = (
  status: number,
  value: unknown,
  headers?: OutgoingHttpHeaders,
): Reply => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
  body: JSON.stringify(value),
});
