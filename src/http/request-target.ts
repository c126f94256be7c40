/**
 * A request target in the one form that the handlers read: path and query. A client that takes us for a proxy sends the whole
 * address; a server accepts that form, and its host then counts instead of the header (RFC 9112, 3.2.2). One slash at the
 * end of a path is forgiven.
 * @returns `host` only where the target has one
 */
export function readTarget(target: string): { readonly url: string; readonly host?: string } {
  const [, host, rest = target] = /^https?:\/\/([^/?#]+)([^#]*)/i.exec(target) ?? [];
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? '' : rest.slice(mark);
  const url = `${path.replace(/(?<=.)\/$/, '') || '/'}${query}`;
  return host === undefined ? { url } : { url, host };
}
