import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Answers never belong in a cache, and no browser should guess their type. */
const SAFE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** What the request log says of a request beyond method, path and status: an allow list. */
export interface LogFields {
  readonly requestId?: string;
  readonly actions?: readonly string[];
  readonly code?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  readonly log?: LogFields;
}

/** A surface or page: answers with a whole reply, which listener.ts sends and logs. `gone` is aborted when the client goes first. */
export type Handler = (request: IncomingMessage, gone: AbortSignal) => Promise<Reply>;

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

export const jsonReply = (status: number, value: unknown, headers?: OutgoingHttpHeaders): Reply => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
  body: JSON.stringify(value),
});
