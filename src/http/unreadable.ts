import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '#log/log.ts';
import { errorReply } from './error-body.ts';
import { headersOf, type Reply } from './send.ts';

type UnreadableStatus = 400 | 408 | 417 | 431;

const REASONS: Readonly<Record<UnreadableStatus, string>> = {
  400: 'The request is not valid HTTP.',
  408: 'The request was not complete in time.',
  417: 'The only supported value of the Expect header is 100-continue.',
  431: 'The request line and headers are too large.',
};

/** Status by the code of Node's `clientError`; 400 for any other code. */
const STATUSES: Readonly<Record<string, UnreadableStatus>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answer to a request that no handler can read. It closes the connection. */
export const unreadableReply = (status: UnreadableStatus, host: string): Reply =>
  errorReply(
    {
      status,
      code: 'ParseRequestParameterException',
      message: `Server parse parameters exception. Please check your input params. ${REASONS[status]}`,
      requestId: randomUUID(),
      host,
    },
    { connection: 'close' },
  );

/**
 * Answers bytes that are not an HTTP request on their socket, and closes it.
 * @param latest response to the latest request of the same connection, if there was one
 */
export function refuseUnreadable(
  error: NodeJS.ErrnoException,
  socket: Socket,
  latest: ServerResponse | undefined,
  log: Logger,
): void {
  const reply = unreadableReply(STATUSES[error.code ?? ''] ?? 400, '');
  const refuse = () => {
    if (!socket.writable) return;
    socket.end(toHttpText(reply));
    log.request({ path: '(unread)', status: reply.status, ...reply.log });
  };
  // Answers leave in the order of the requests, so a complete earlier request is answered first. An
  // incomplete one will never be complete: waiting for it would keep a half-open connection until
  // the server stops.
  if (latest && !latest.writableFinished && latest.req.complete) latest.once('close', refuse);
  else refuse();
}

/** A whole HTTP response as text, for a socket without a response object. */
function toHttpText(reply: Reply): string {
  const lines = Object.entries(headersOf(reply)).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status]}\r\n${lines.join('\r\n')}\r\n\r\n${reply.body ?? ''}`;
}
