import type { IncomingMessage } from 'node:http';
import { splitTarget } from './request-target.ts';
import { type Handler, jsonReply, type Reply } from './send.ts';

/** The handlers of the server, one for each path or group of paths. */
export interface Surfaces {
  readonly rpc: Handler;
  readonly graphql: Handler;
  readonly pages: Handler;
  readonly metrics: Handler;
  /** Rejects while the service cannot serve requests. */
  readonly ready: () => Promise<unknown>;
}

const SIGN_IN_PATHS: ReadonlySet<string> = new Set([
  '/sign-in',
  '/sign-in/access-key',
  '/sign-in/options',
  '/sign-in/token',
  '/sign-out',
]);

/** Chooses the handler of a request by its path; pages by the Accept header too. */
export function router({ rpc, ...others }: Surfaces): Handler {
  const other = routerOfOthers(others);
  // Not async: RPC requests come often, and each promise in between is a turn of the microtask queue.
  return (message, exchange) => {
    const { path, query } = splitTarget(message.url);
    return path === '/' && !wantsPage(message, query)
      ? rpc(message, exchange)
      : other(message, exchange);
  };
}

function routerOfOthers({ graphql, pages, metrics, ready }: Omit<Surfaces, 'rpc'>): Handler {
  return async (message, exchange) => {
    const { path } = splitTarget(message.url);
    if (path === '/') return redirect('/console');
    if (isForGraphql(message)) return graphql(message, exchange);
    if (
      path === '/graphql' ||
      SIGN_IN_PATHS.has(path) ||
      path.startsWith('/sign-in.') ||
      path.startsWith('/sign-in/openid/') ||
      path.startsWith('/graphiql/') ||
      path === '/console' ||
      path.startsWith('/console/')
    )
      return pages(message, exchange);
    if (path === '/healthz') return jsonReply(200, { status: 'ok' });
    if (path === '/readyz') return readiness(ready);
    if (path === '/metrics') return metrics(message, exchange);
    return jsonReply(404, {
      message: 'Not found. The GraphQL API is at /graphql, the RPC API at /.',
    });
  };
}

/** Whether the request is for the GraphQL API, and not for the page at the same path. */
export function isForGraphql(message: IncomingMessage): boolean {
  const { path, query } = splitTarget(message.url);
  return path === '/graphql' && !(message.method === 'GET' && asksForPage(message, query));
}

/** Browsers accept HTML by name. API clients accept JSON or any type. */
const acceptsHtml = ({ headers }: IncomingMessage): boolean =>
  (headers.accept ?? '').includes('text/html');

/**
 * Also true without Accept header, credentials and query, as of a person who tries the address with
 * a simple client.
 */
const asksForPage = (message: IncomingMessage, query: string): boolean =>
  acceptsHtml(message) ||
  (message.headers.accept === undefined && !message.headers.authorization && !query);

/**
 * Whether a browser opens the bare address. No SDK sends a GET without a query, or accepts HTML.
 */
const wantsPage = (message: IncomingMessage, query: string): boolean =>
  message.method === 'GET' && !query && acceptsHtml(message);

const redirect = (location: string): Reply => ({ status: 302, headers: { location } });

async function readiness(ready: () => Promise<unknown>): Promise<Reply> {
  try {
    await ready();
    return jsonReply(200, { status: 'ready' });
  } catch {
    return jsonReply(503, {
      status:
        "not ready: the database does not answer or was upgraded by a newer version, this server lacks the current root key, or its clock differs from the database's",
    });
  }
}
