import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ClientDisconnectedError, KmsError, ServiceUnavailableError } from '#domain/errors.ts';
import type { Logger } from '#log/log.ts';
import { type Client, clientOf, type TrustedProxies } from './client.ts';
import type { Connections } from './connections.ts';
import { BodyTooLargeError } from './read-body.ts';
import { recommend } from './recommend.ts';
import { readTarget } from './request-target.ts';
import { type Exchange, type Handler, headersOf, jsonReply, type Reply, send } from './send.ts';

/** SDKs keep their connection; one that we close just as a request leaves is an error that none of them retries. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
const REQUEST_MILLISECONDS = 60_000;

type Unreadable = 400 | 408 | 417 | 431;
const REASONS: Readonly<Record<Unreadable, string>> = {
  400: 'This is no HTTP request.',
  408: 'The request was not complete in time.',
  417: 'Expect nothing but 100-continue.',
  431: 'The request line and headers are too large.',
};

/** An answer to what never became a request, in the words of the RPC errors: SDKs choke on an empty body. */
function unreadableReply(status: Unreadable, HostId: string): Reply {
  const RequestId = randomUUID();
  const Code = 'ParseRequestParameterException';
  const Message = `Server parse parameters exception. Please check your input params. ${REASONS[status]}`;
  const value = {
    RequestId,
    HostId,
    Code,
    Message,
    Recommend: recommend(Code, RequestId),
    HttpStatus: status,
  };
  return {
    ...jsonReply(status, value, { 'x-acs-request-id': RequestId, connection: 'close' }),
    log: { requestId: RequestId, code: Code },
  };
}

/** The same, for a socket that has no response object. */
function rawText(reply: Reply): string {
  const lines = Object.entries(headersOf(reply)).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status]}\r\n${lines.join('\r\n')}\r\n\r\n${reply.body ?? ''}`;
}

const STATUS_OF: Readonly<Record<string, Unreadable>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export interface ListenerOptions {
  readonly maxHeaderBytes: number;
  readonly connections: Connections;
  readonly proxies: TrustedProxies;
  /** Browsers reach this server by TLS. */
  readonly isSecure: boolean;
  readonly log: Logger;
}

/** For a year a browser that was here by TLS comes back by nothing else (RFC 6797). */
const STRICT_TRANSPORT = 'max-age=31536000';

/** An HTTP server that answers with what `handle` returns, and logs one line per request. */
export function createListener(
  handle: Handler,
  { maxHeaderBytes, connections, proxies, isSecure, log }: ListenerOptions,
): Server {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    requireHostHeader: false, // Node would answer with an empty body; a missing host fits none of ours
  });
  server.on('connection', (socket) => connections.add(socket));
  const answer = async (
    message: IncomingMessage,
    response: ServerResponse,
    client: Client,
    reply: Promise<Reply | undefined>,
  ) => {
    const started = performance.now();
    const { method, url = '/', socket } = message;
    underWay.set(socket, response);
    response.once('close', () => connections.answered(socket));
    const ready = await reply;
    if (!ready) return;
    if (!server.listening) response.setHeader('connection', 'close'); // it is stopping: what comes next goes elsewhere
    if (isSecure || client.isSecure)
      response.setHeader('strict-transport-security', STRICT_TRANSPORT);
    send(response, ready);
    const milliseconds = Math.round(performance.now() - started);
    const { address } = client;
    log.info(
      {
        method,
        path: loggablePath(url),
        status: ready.status,
        address,
        ...ready.log,
        milliseconds,
      },
      'request',
    );
  };
  server.on('request', (message, response) => {
    takeTarget(message);
    const { socket } = message;
    const exchange: Exchange = {
      gone: goneOf(response),
      client: clientOf(message, proxies),
      authenticated: () => connections.authenticated(socket),
      received: () => connections.count(socket),
    };
    return answer(message, response, exchange.client, replyTo(handle, message, exchange, log));
  });
  server.on('checkExpectation', (message, response) =>
    answer(
      message,
      response,
      clientOf(message, proxies),
      Promise.resolve(unreadableReply(417, message.headers.host ?? '')),
    ),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const reply = unreadableReply(STATUS_OF[error.code ?? ''] ?? 400, '');
    const refuse = () => {
      if (!socket.writable) return;
      socket.end(rawText(reply));
      log.info({ path: '(unread)', status: reply.status, ...reply.log }, 'request');
    };
    // What stood before it on the same connection may still be at work, and is answered first. What is not complete itself
    // never will be: who waited for its end would keep half a connection until the server stops.
    const response = underWay.get(socket);
    if (response && !response.writableFinished && response.req.complete)
      response.once('close', refuse);
    else refuse();
  });
  return server;
}

/** Signatures are checked against the headers as they came (`headersDistinct`); who is called is what the target says. */
function takeTarget(message: IncomingMessage): void {
  const { url, host } = readTarget(message.url ?? '/');
  message.url = url;
  if (host !== undefined) message.headers.host = host;
}

/** The latest response of each connection. */
const underWay = new WeakMap<Duplex, ServerResponse>();

/** Aborted when the connection closes before its answer is written. */
function goneOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new ClientDisconnectedError());
  });
  return controller.signal;
}

async function replyTo(
  handle: Handler,
  message: IncomingMessage,
  exchange: Exchange,
  log: Logger,
): Promise<Reply | undefined> {
  try {
    return await handle(message, exchange);
  } catch (error) {
    if (error instanceof ClientDisconnectedError) return undefined;
    if (error instanceof ServiceUnavailableError) return jsonReply(503, { message: error.message });
    if (error instanceof KmsError && 'retryAfterSeconds' in error)
      return {
        ...jsonReply(
          429,
          { message: error.message },
          { 'retry-after': String(error.retryAfterSeconds) },
        ),
        log: { code: error.code },
      };
    if (error instanceof BodyTooLargeError)
      return jsonReply(413, { message: 'The body is too large.' });
    log.error({ error }, 'bug');
    return jsonReply(500, { message: 'Internal failure.' });
  }
}

/** The path without its query, which may hold plaintexts; of paths that are none of ours not even that. */
const loggablePath = (url: string): string =>
  /^\/((graphql|graphiql\/[a-z0-9.-]{1,64}|sign-(in|out)(\.[a-z]+)?|healthz|readyz|metrics)(?=\?|$))?(?=\?|$)/.exec(
    url,
  )?.[0] ?? '(other)';

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
