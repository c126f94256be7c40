import type { IncomingHttpHeaders } from 'node:http';

/** The addresses under which browsers reach this server. Any other Host is DNS rebinding, or a proxy nobody told us of. */
export interface Addresses {
  readonly hosts: ReadonlySet<string>;
  /** The address to show people. */
  readonly url: string;
  /** Cookies travel by TLS alone. */
  readonly secure: boolean;
}

/** The server's own addresses, and the public one where a proxy stands in front. */
export function addressesOf(host: string, port: number, publicUrl: string | undefined): Addresses {
  const bracketed = host.includes(':') ? `[${host.split('%', 1)[0]}]` : host; // no zone: it means nothing to others
  const names = [bracketed, 'localhost', '127.0.0.1', '[::1]'];
  const own = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  // An address that means "all of them" is none to go to.
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : bracketed;
  const url = publicUrl ?? `http://${shown}:${port}`;
  return { hosts: new Set([...own, new URL(url).host]), url, secure: url.startsWith('https:') };
}

/**
 * Does this request come from a page of our own? A browser says so by `Sec-Fetch-Site`, or, where the address
 * is neither TLS nor local, by Origin. Being a browser with our cookie is no proof: any page can send a request.
 */
export function isFromOwnPage(headers: IncomingHttpHeaders, addresses: Addresses): boolean {
  if (!isOurHost(headers, addresses)) return false;
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  return site === undefined
    ? origin === `http://${host}` || origin === addresses.url
    : site === 'same-origin';
}

/** Is this the name we go by? A page that made another name point here may not speak to us. */
export const isOurHost = ({ host = '' }: IncomingHttpHeaders, { hosts }: Addresses): boolean =>
  hosts.has(host);

/**
 * May this request open a page with a session? One of our own pages may, and so may whoever types the address or follows a
 * bookmark. Cookies reach every port of a host, so a page on another port sends ours along: it says `same-site`, or, where
 * the address is neither TLS nor local, names itself in Origin or Referer.
 */
export function mayOpenPage(headers: IncomingHttpHeaders, { url }: Addresses): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { host, origin = originOf(headers.referer) } = headers;
  return origin === undefined || origin === `http://${host}` || origin === url;
}

const originOf = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : URL.canParse(address) ? new URL(address).origin : 'null';
