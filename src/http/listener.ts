import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ClientDisconnectedError } from '#domain/errors.ts';
import type { Logger } from '#log/log.ts';
import { type Client, clientReader, type TrustedProxies } from './client.ts';
import type { Connections } from './connections.ts';
import { answerAcrossOrigins } from './cross-origin.ts';
import { failureReply } from './failure-reply.ts';
import { loggablePath, readTarget } from './request-target.ts';
import { type Exchange, type Handler, type Reply, send, sendStream } from './send.ts';
import { refuseUnreadable, unreadableReply } from './unreadable.ts';

/**
 * SDKs reuse connections and do not retry a request that meets a connection just closed, so it
 * stays open above 60 s.
 */
const KEEP_ALIVE_MILLISECONDS = 75_000;
const REQUEST_MILLISECONDS = 60_000;

/** RFC 6797: a browser that used TLS once uses only TLS for a year. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Limits and parts of the HTTP server. */
export interface ListenerOptions {
  readonly maxHeaderBytes: number;
  readonly connections: Connections;
  readonly proxies: TrustedProxies;
  /** Whether browsers reach this server by TLS. */
  readonly isSecure: boolean;
  /** Other origins whose pages may use the GraphQL API. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly log: Logger;
}

/**
 * An HTTP server that sends what `handle` returns, and logs one line per request. It does not
 * listen yet.
 */
export function createListener(handle: Handler, options: ListenerOptions): Server {
  const { maxHeaderBytes, connections, allowedOrigins, log } = options;
  const clientOf = clientReader(options.proxies);
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    // Node answers a missing Host with an empty body. Our own check refuses it: it equals none of
    // our hosts.
    requireHostHeader: false,
  });
  const latestResponses = new WeakMap<Duplex, ServerResponse>();
  const answer = (
    message: IncomingMessage,
    response: ServerResponse,
    client: Client,
    reply: Promise<Reply | undefined>,
  ) => {
    const { socket } = message;
    latestResponses.set(socket, response);
    response.on('close', () => connections.answered(socket));
    // After the last answer of a server that stops, the client must connect to another one.
    return sendAndLog(message, response, client, reply, options, () => !server.listening);
  };
  server.on('connection', (socket) => connections.add(socket));
  server.on('request', (message, response) => {
    takeTarget(message);
    const exchange = createExchange(message, response, clientOf(message), connections);
    const reply = answerAcrossOrigins(message, allowedOrigins, () =>
      handleSafely(handle, message, exchange, log),
    );
    return answer(message, response, exchange.client, reply);
  });
  server.on('checkExpectation', (message, response) => {
    const reply = Promise.resolve(unreadableReply(417, message.headers.host ?? ''));
    return answer(message, response, clientOf(message), reply);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    refuseUnreadable(error, socket, latestResponses.get(socket), log),
  );
  return server;
}

/**
 * Signatures cover the headers as received (`headersDistinct`), so a host in the target replaces
 * only `headers.host`.
 */
function takeTarget(message: IncomingMessage): void {
  const { url, host } = readTarget(message.url ?? '/');
  message.url = url;
  if (host !== undefined) message.headers.host = host;
}

function createExchange(
  message: IncomingMessage,
  response: ServerResponse,
  client: Client,
  connections: Connections,
): Exchange {
  const { socket } = message;
  return {
    signal: disconnectSignal(response),
    client,
    authenticated: () => connections.authenticated(socket),
    received: () => connections.count(socket),
  };
}

/** Aborted when the connection closes before the answer is written. */
function disconnectSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) controller.abort(new ClientDisconnectedError());
  });
  return controller.signal;
}

async function handleSafely(
  handle: Handler,
  message: IncomingMessage,
  exchange: Exchange,
  log: Logger,
): Promise<Reply | undefined> {
  try {
    return await handle(message, exchange);
  } catch (error) {
    return failureReply(error, log);
  }
}

async function sendAndLog(
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
  { address, isSecure }: Client,
  pending: Promise<Reply | undefined>,
  options: Pick<ListenerOptions, 'isSecure' | 'log'>,
  isStopping: () => boolean,
): Promise<void> {
  const started = performance.now();
  const reply = await pending;
  if (!reply) return;
  if (isStopping()) response.setHeader('connection', 'close');
  if (options.isSecure || isSecure)
    response.setHeader('strict-transport-security', STRICT_TRANSPORT);
  let { log } = reply;
  if (reply.stream) log = await sendStream(response, reply, reply.stream);
  else send(response, reply);
  if (!options.log.isLevelEnabled('info')) return;
  const milliseconds = Math.round(performance.now() - started);
  const path = loggablePath(url);
  options.log.request({
    method,
    path,
    status: reply.status,
    address,
    ...log,
    milliseconds,
  });
}
