import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Client } from './client.ts';

/** Answers never belong in a cache, and no browser should guess their type. */
const SAFE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** What the request log says of a request beyond method, path and status: an allow list. */
export interface LogFields {
  readonly requestId?: string;
  readonly actions?: readonly string[];
  readonly code?: string;
  /** Of callers who are not known: a well-formed access key id that they gave. */
  readonly accessKeyId?: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  readonly log?: LogFields;
}

/** What a handler is told of a request besides the request itself, and what it tells. */
export interface Exchange {
  /** Aborted when the client goes before its answer is written. */
  readonly gone: AbortSignal;
  readonly client: Client;
  /** The caller is known now: the request no longer counts as a stranger's. */
  readonly authenticated: () => void;
  /** A part of the body was read. */
  readonly received: () => void;
}

/** A surface or page: answers with a whole reply, which listener.ts sends and logs. */
export type Handler = (request: IncomingMessage, exchange: Exchange) => Promise<Reply>;

/** The headers of a reply, whichever way it is sent. */
export const headersOf = ({ status, headers, body = '' }: Reply): OutgoingHttpHeaders => ({
  ...SAFE_HEADERS,
  // Never Basic: a browser would open a dialog of its own for it, and keep what is typed there (RFC 9110, 15.5.2 wants one).
  ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  'content-length': Buffer.byteLength(body),
  ...headers,
});

/** Sends a whole reply, uncompressed: half of the cloud's SDKs cannot read gzip. */
export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body ?? '');
}

export const jsonReply = (
  status: number,
  value: unknown,
  headers?: OutgoingHttpHeaders,
): Reply => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
  body: JSON.stringify(value),
});
