import type { IncomingMessage } from 'node:http';
import { type Handler, jsonReply, type Reply } from './send.ts';

export interface Surfaces {
  readonly rpc: Handler;
  readonly graphql: Handler;
  readonly pages: Handler;
  readonly metrics: Handler;
  /** Resolves while the service can answer; rejects when it cannot. */
  readonly ready: () => Promise<unknown>;
}

/** Which surface answers: one path each, and the pages for people. */
export function router({ rpc, graphql, pages, metrics, ready }: Surfaces): Handler {
  return async (message, exchange) => {
    const [path = '/', query] = (message.url ?? '/').split('?', 2);
    if (path === '/')
      return wantsPage(message, query) ? redirect('/graphql') : rpc(message, exchange);
    if (path === '/graphql')
      return message.method === 'GET' && asksForPage(message, query)
        ? pages(message, exchange)
        : graphql(message, exchange);
    if (
      path === '/sign-in' ||
      path === '/sign-out' ||
      path.startsWith('/sign-in.') ||
      path.startsWith('/graphiql/')
    )
      return pages(message, exchange);
    if (path === '/healthz') return jsonReply(200, { status: 'ok' });
    if (path === '/readyz') return readiness(ready);
    if (path === '/metrics') return metrics(message, exchange);
    return jsonReply(404, {
      message: 'Nothing is here. GraphQL is at /graphql, the query-string API at /.',
    });
  };
}

/** A browser that opens a page. Clients of an API ask for JSON, or for anything. */
const acceptsHtml = ({ headers }: IncomingMessage): boolean =>
  (headers.accept ?? '').includes('text/html');

/** The same, or somebody who says nothing at all: no query, no credential, no wish. */
const asksForPage = (message: IncomingMessage, query: string | undefined): boolean =>
  acceptsHtml(message) ||
  (message.headers.accept === undefined && !message.headers.authorization && !query);

/** A person who opens the bare address. No SDK sends a GET without a query, or asks for HTML. */
const wantsPage = (message: IncomingMessage, query: string | undefined): boolean =>
  message.method === 'GET' && !query && acceptsHtml(message);

const redirect = (location: string): Reply => ({ status: 302, headers: { location } });

async function readiness(ready: () => Promise<unknown>): Promise<Reply> {
  try {
    await ready();
    return jsonReply(200, { status: 'ready' });
  } catch {
    return jsonReply(503, {
      status:
        "the database does not answer, or no longer serves this version or its root key, or this server's clock differs from the database's",
    });
  }
}
