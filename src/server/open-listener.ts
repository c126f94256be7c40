import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '#config/config.ts';
import { trustedProxies } from '#http/client.ts';
import { Connections } from '#http/connections.ts';
import { createListener } from '#http/listener.ts';
import { startListening, stopListening } from '#http/listening.ts';
import { maxConnections } from '#http/open-files.ts';
import type { Handler } from '#http/send.ts';
import { Streams } from '#http/streams.ts';
import { unavailable } from '#http/unavailable.ts';
import type { Logger } from '#log/log.ts';

/**
 * Limit for the requests of all strangers together. Under attack the server uses about twice as
 * much memory.
 */
const MAX_UNAUTHENTICATED_BYTES = 16 * 1_048_576;
/** Room that each worker keeps for the largest body before its caller is known. */
const BODY_BYTES = 786_432;
/** A client that reads nothing of its answer for this time is disconnected. */
const MAX_UNREAD_MILLISECONDS = 10_000;
/** Requests that run when a stop closes their connections have this time to end. It is part of CLOSE_MILLISECONDS. */
const DISCONNECTED_MILLISECONDS = 500;

/** A listening HTTP server. It answers with 503 until `serve` is called, and after `stop`. */
export interface Listener {
  readonly port: number;
  readonly connections: Connections;
  readonly streams: Streams;
  /** Answers requests with this handler from now on. @throws the system's error for the port */
  serve(handler: Handler): Promise<void>;
  /** Refuses new requests, ends all streams and waits for the running requests. Can be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts to listen. Where other workers listen already, it does so with `serve`: they answer until then.
 * @param stack closes the listener and its connections
 * @throws the system's error for a port that is taken
 */
export async function openListener(
  stack: AsyncDisposableStack,
  config: Config,
  log: Logger,
): Promise<Listener> {
  let handle = unavailable('Keywright is starting.');
  const most = maxConnections(config.maxConnections, config.pool.poolSize);
  const connections = stack.use(
    new Connections({
      maxConnections: most,
      maxUnauthenticatedBytes: Math.max(
        Math.floor(MAX_UNAUTHENTICATED_BYTES / config.workers),
        config.maxHeaderBytes + BODY_BYTES,
      ),
      unreadMilliseconds: MAX_UNREAD_MILLISECONDS,
    }),
  );
  const streams = new Streams(most);
  const running = new Set<Promise<unknown>>();
  const track: Handler = (message, exchange) => {
    const reply = handle(message, exchange);
    running.add(reply);
    const end = () => void running.delete(reply);
    reply.then(end, end);
    return reply;
  };
  const server = createListener(track, {
    maxHeaderBytes: config.maxHeaderBytes,
    connections,
    proxies: trustedProxies(config.trustedProxies),
    isSecure: config.publicUrl?.startsWith('https:') ?? false,
    allowedOrigins: new Set(config.allowedOrigins),
    log,
  });
  const listen = () => startListening(server, config.host, config.port);
  const sharedPort = config.worker?.port;
  const port = sharedPort ?? (await listen());
  let stopped: Promise<void> | undefined;
  const stop = () => {
    // Open connections can still bring new requests while the running ones finish.
    handle = unavailable('Keywright is stopping.');
    stopped ??= finish(server, running, streams, config.stopMilliseconds);
    return stopped;
  };
  stack.defer(stop);
  const serve = async (handler: Handler) => {
    handle = handler;
    if (sharedPort !== undefined) await listen();
  };
  return { port, connections, streams, serve, stop };
}

/**
 * Closes the server once its requests have ended, or at the limit. A request whose client has disconnected goes on for a
 * moment without a connection: what it uses, such as secrets, must not be closed before it ends.
 */
async function finish(
  server: Server,
  running: ReadonlySet<Promise<unknown>>,
  streams: Streams,
  limitMilliseconds: number,
): Promise<void> {
  const end = performance.now() + limitMilliseconds;
  const streamsEnded = streams.end();
  await stopListening(server, limitMilliseconds);
  const rest = Math.max(end - performance.now(), DISCONNECTED_MILLISECONDS);
  await Promise.race([
    Promise.allSettled([...running, streamsEnded]),
    pause(rest, undefined, { ref: false }),
  ]);
}
