import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Logger } from '#log.ts';
import { BodyTooLargeError, ClientGoneError } from './read-body.ts';
import { recommend } from './recommend.ts';
import { type Handler, jsonReply, type Reply, send } from './send.ts';

/** SDKs keep their connection; one that we close just as a request leaves is an error that none of them retries. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
const REQUEST_MILLISECONDS = 60_000;

/** A request whose head Node could not even parse, told in the words of the RPC errors: SDKs choke on an empty body. */
function unparsable(status: 400 | 431, RequestId: string): string {
  const Code = 'ParseRequestParameterException';
  const Message = `Server parse parameters exception. Please check your input params. ${status === 431 ? 'The request line and headers are too large.' : 'This is no HTTP request.'}`;
  const Recommend = recommend(Code, RequestId);
  const body = JSON.stringify({ RequestId, HostId: '', Code, Message, Recommend, HttpStatus: status });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json;charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-acs-request-id: ${RequestId}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** An HTTP server that answers with what `handle` returns, and logs one line per request. */
export function createListener(handle: Handler, maxHeaderBytes: number, log: Logger): Server {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
  });
  server.on('request', async (message, response) => {
    const started = performance.now();
    const reply = await replyTo(handle, message, log);
    if (!reply) return;
    send(response, reply);
    const { method, url = '/' } = message;
    log.info(
      { method, path: loggablePath(url), status: reply.status, ...reply.log, milliseconds: Math.round(performance.now() - started) },
      'request',
    );
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    const requestId = randomUUID();
    if (!socket.writable) return;
    socket.end(unparsable(status, requestId));
    log.info({ path: '(unread)', status, requestId, code: 'ParseRequestParameterException' }, 'request');
  });
  return server;
}

async function replyTo(handle: Handler, message: IncomingMessage, log: Logger): Promise<Reply | undefined> {
  try {
    return await handle(message);
  } catch (error) {
    if (error instanceof ClientGoneError) return undefined;
    if (error instanceof BodyTooLargeError) return jsonReply(413, { message: 'The body is too large.' });
    log.error({ error }, 'bug');
    return jsonReply(500, { message: 'Internal failure.' });
  }
}

/** The path without its query, which may hold plaintexts; of unknown paths not even that. */
const loggablePath = (url: string): string => /^\/[a-z0-9./-]{0,64}(?=\?|$)/.exec(url)?.[0] ?? '(other)';

/** Starts listening. @returns the port, which is chosen now if 0 was asked for */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Takes no new requests, lets those under way finish within the limit, and closes every connection. */
export function stop(server: Server, limitMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), limitMilliseconds);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
