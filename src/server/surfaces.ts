import { asCalledHere } from '#cli/command-text.ts';
import type { Config } from '#config/config.ts';
import { graphqlHandler } from '#graphql/server.ts';
import { isOurHost } from '#http/browser-origin.ts';
import { router } from '#http/router.ts';
import type { Handler } from '#http/send.ts';
import type { Streams } from '#http/streams.ts';
import type { Identity } from '#identity/callers.ts';
import type { Nonces } from '#identity/nonces.ts';
import { metricsPage } from '#metrics/metrics-page.ts';
import { webPages } from '#pages/pages.ts';
import type { Services } from '#pipeline/call.ts';
import { rpcHandler } from '#rpc/handler.ts';

/** Room for other headers in the header limit, next to the longest query. */
const OTHER_HEADERS_BYTES = 16_384;

interface SurfacesOptions {
  readonly services: Services;
  readonly identity: Identity;
  readonly streams: Streams;
  readonly nonces: Nonces;
  /** Reads the metrics in Prometheus' text format. */
  readonly readMetrics: () => Promise<string>;
  /** Rejects while the server cannot serve requests. */
  readonly ready: () => Promise<unknown>;
  readonly graphqlByFetch: (() => boolean) | undefined;
}

/** The handler of all requests: both APIs, pages, metrics and health checks. */
export function createSurfaces(
  {
    host,
    metricsToken,
    maxBodyBytes,
    maxHeaderBytes,
    allowedOrigins,
    xmlRoot,
    maxQueryDepth,
    maxQueryCost,
  }: Config,
  { services, identity, streams, nonces, readMetrics, ready, graphqlByFetch }: SurfacesOptions,
): Handler {
  const { credentials, addresses, guesses } = identity;
  return router({
    rpc: rpcHandler({
      services,
      credentials,
      nonces,
      guesses,
      maxBodyBytes,
      maxQueryBytes: maxHeaderBytes - OTHER_HEADERS_BYTES,
      xmlRoot,
    }),
    graphql: graphqlHandler({
      services,
      identity,
      streams,
      allowedOrigins: new Set(allowedOrigins),
      maxBodyBytes,
      maxQueryDepth,
      maxQueryCost,
      byFetch: graphqlByFetch,
    }),
    pages: webPages(identity, asCalledHere),
    metrics: metricsPage(readMetrics, {
      host,
      token: metricsToken,
      guesses,
      isOurHost: (headers) => isOurHost(headers, addresses),
    }),
    ready,
  });
}
