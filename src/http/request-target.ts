/**
 * Path and query of a request target. A client that takes this server for a proxy sends an absolute
 * URL; a server must accept it and use its host instead of the Host header (RFC 9112 §3.2.2). One
 * trailing slash of a path is removed.
 * @returns `host` only where the target is an absolute URL
 */
export function readTarget(target: string): { readonly url: string; readonly host?: string } {
  const [, host, rest = target] = /^https?:\/\/([^/?#]+)([^#]*)/i.exec(target) ?? [];
  const url = withoutTrailingSlash(rest);
  return host === undefined ? { url } : { url, host };
}

function withoutTrailingSlash(url: string): string {
  const { path } = splitTarget(url);
  if (path === '') return `/${url}`;
  if (path === '/' || !path.endsWith('/')) return url;
  return path.slice(0, -1) + url.slice(path.length);
}

/** Path and query of a target, without the `?` in between. */
export function splitTarget(url = '/'): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: '' }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/**
 * Path for the request log: without the query, which may hold plaintexts, and `(other)` for a path
 * that is not ours.
 */
export const loggablePath = (url: string): string =>
  /^\/((graphql|graphiql\/[a-z0-9.-]{1,64}|console|console\/assets\/[\w.-]{1,64}|sign-(in|out)(\.[a-z]+)?|sign-in\/(access-key|options|token)|healthz|readyz|metrics)(?=\?|$))?(?=\?|$)/.exec(
    url,
  )?.[0] ?? '(other)';
