import type { IncomingHttpHeaders } from 'node:http';

/**
 * Addresses at which browsers reach this server. Any other Host is DNS rebinding, or a proxy that
 * is not configured.
 */
export interface Addresses {
  /** Values of the Host header: name and port. */
  readonly hosts: ReadonlySet<string>;
  /** URL to show to people. */
  readonly url: string;
  /** Whether cookies are for TLS only. */
  readonly secure: boolean;
}

/** Addresses of the listening socket, and the public URL if a proxy is in front. */
export function addressesOf(host: string, port: number, publicUrl: string | undefined): Addresses {
  const bracketed = host.includes(':') ? `[${host.split('%', 1)[0]}]` : host; // a zone id is valid on this machine only
  const names = [bracketed, 'localhost', '127.0.0.1', '[::1]'];
  const own = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  // A browser cannot open the wildcard address.
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed;
  const url = publicUrl ?? `http://${shown}:${port}`;
  return { hosts: new Set([...own, new URL(url).host]), url, secure: url.startsWith('https:') };
}

/**
 * Whether a page of this server sent the request. Browsers send `Sec-Fetch-Site`; where the address
 * is neither TLS nor local they send only Origin. Our cookie proves nothing: a browser adds it to
 * the requests of other pages too.
 */
export function isFromOwnPage(headers: IncomingHttpHeaders, addresses: Addresses): boolean {
  if (!isOurHost(headers, addresses)) return false;
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  return site === undefined
    ? origin === `http://${host}` || origin === addresses.url
    : site === 'same-origin';
}

/**
 * Whether the Host header names this server. It does not for a page that made its own name resolve
 * to this server.
 */
export const isOurHost = ({ host = '' }: IncomingHttpHeaders, { hosts }: Addresses): boolean =>
  hosts.has(host);

/**
 * Whether the request may open a page with a session: one from our own pages, a typed address or a
 * bookmark. Cookies are shared by all ports of a host, so a request from a page on another port has
 * our cookie too. It has `Sec-Fetch-Site: same-site`, or, where the address is neither TLS nor
 * local, the other page in Origin or Referer.
 */
export function mayOpenPage(headers: IncomingHttpHeaders, { url }: Addresses): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { host, origin = originOf(headers.referer) } = headers;
  return origin === undefined || origin === `http://${host}` || origin === url;
}

const originOf = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : URL.canParse(address) ? new URL(address).origin : 'null';
