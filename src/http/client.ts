import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIPv4, isIPv6, type Socket } from 'node:net';
import { userAgentOf } from './user-agent.ts';

/** The client of a request, by its network address. */
export interface Client {
  /** An IPv4 or IPv6 address; IPv4 in IPv6 is written as IPv4. */
  readonly address: string;
  /** Whether the client uses TLS. Only a trusted proxy can say so. */
  readonly isSecure: boolean;
  /** The header User-Agent, at most 256 characters. Empty for a client that sends none. */
  readonly userAgent: string;
}

/** Addresses whose `X-Forwarded-…` headers are used: KEYWRIGHT_TRUSTED_PROXIES. */
export type TrustedProxies = Pick<BlockList, 'check'>;

/**
 * @param ranges addresses, or ranges such as `10.0.0.0/8` and `fd00::/8`
 * @throws RangeError for anything else
 */
export function trustedProxies(ranges: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix, ...rest] = range.split('/');
    const family = familyOf(address);
    if (!family || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)))
      throw new RangeError(range);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined =>
  isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;

/** Only the end of `X-Forwarded-For` is read: the client itself can send a header of any length. */
const MAX_FORWARDED_CHARACTERS = 1_024;

const normalize = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');

/** The other end of a connection, which stays the same for all its requests. */
interface Peer {
  readonly address: string;
  readonly isTrusted: boolean;
}

/**
 * Returns a function that finds the client of a request: the peer, or, if the peer is a trusted
 * proxy, the rightmost address of `X-Forwarded-For` that is not a trusted proxy.
 */
export function clientReader(proxies: TrustedProxies): (message: IncomingMessage) => Client {
  const peers = new WeakMap<Socket, Peer>();
  const isTrusted = (address: string): boolean => {
    const family = familyOf(address);
    return family !== undefined && proxies.check(address, family);
  };
  const peerOf = (socket: Socket): Peer => {
    const known = peers.get(socket);
    if (known) return known;
    const address = normalize(socket.remoteAddress ?? '');
    const peer = { address, isTrusted: isTrusted(address) };
    peers.set(socket, peer);
    return peer;
  };
  return ({ socket, headers }) => {
    const peer = peerOf(socket);
    const userAgent = userAgentOf(headers['user-agent']);
    const client = peer.isTrusted
      ? forwardedClient(headers, peer.address, isTrusted)
      : { address: peer.address, isSecure: false };
    return { ...client, userAgent };
  };
}

/** The client that a trusted proxy names. @param proxy its address, for a client that it does not name */
function forwardedClient(
  headers: IncomingHttpHeaders,
  proxy: string,
  isTrusted: (address: string) => boolean,
): Omit<Client, 'userAgent'> {
  const forwarded = [headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .slice(-MAX_FORWARDED_CHARACTERS)
    .split(',')
    .map(normalize)
    .filter(Boolean);
  // Anything left of the first untrusted entry may be forged by the client. An entry that is not an
  // address is untrusted too.
  const address = forwarded.findLast((one) => !isTrusted(one)) ?? forwarded[0] ?? proxy;
  const proto = String([headers['x-forwarded-proto'] ?? ''].flat().at(-1))
    .split(',')
    .at(-1)
    ?.trim()
    .toLowerCase();
  return { address: familyOf(address) ? address : proxy, isSecure: proto === 'https' };
}

const NETWORK_GROUPS = 4;

/**
 * Address to count attempts by: an IPv4 address, or the /64 network of an IPv6 address, which one
 * attacker can own whole.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || !isIPv6(address)) return address; // the pattern of IPv6 is slow
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = (text: string) => text.split(':').filter(Boolean);
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return `${[...left, ...zeros, ...right]
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
