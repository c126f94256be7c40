import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Who is at the other end, as far as the network tells. */
export interface Client {
  /** An IPv4 or IPv6 address; IPv4 in IPv6 is written as IPv4. */
  readonly address: string;
  /** Whether the client's own connection is by TLS: only a proxy knows. */
  readonly isSecure: boolean;
}

/** Whose word about a client is taken: the proxies of KEYWRIGHT_TRUSTED_PROXIES. */
export type TrustedProxies = Pick<BlockList, 'check'>;

/** @param ranges addresses, or ranges such as `10.0.0.0/8` and `fd00::/8` @throws RangeError for anything else */
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

/** The part of `X-Forwarded-For` that is read, from its end: a client may have put anything before it. */
const MAX_FORWARDED_CHARACTERS = 1_024;

const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');

/** The client of a request: the peer, or what proxies that are trusted say, as far as each of them is (right to left). */
export function clientOf({ socket, headers }: IncomingMessage, proxies: TrustedProxies): Client {
  const isTrusted = (address: string): boolean => {
    const family = familyOf(address);
    return family !== undefined && proxies.check(address, family);
  };
  const peer = plain(socket.remoteAddress ?? '');
  if (!isTrusted(peer)) return { address: peer, isSecure: false };
  const forwarded = [headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .slice(-MAX_FORWARDED_CHARACTERS)
    .split(',')
    .map(plain)
    .filter(Boolean);
  // What stands left of the first address that is not trusted is the client's own word. What is no address ends the list too.
  const address = forwarded.findLast((one) => !isTrusted(one)) ?? forwarded[0] ?? peer;
  const proto = String([headers['x-forwarded-proto'] ?? ''].flat().at(-1))
    .split(',')
    .at(-1)
    ?.trim()
    .toLowerCase();
  return { address: familyOf(address) ? address : peer, isSecure: proto === 'https' };
}

const IPV6_GROUPS = 4;

/** What one attacker may have many of: an IPv6 network of 64 bits counts as one address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = (text: string) => text.split(':').filter(Boolean);
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return `${[...left, ...zeros, ...right]
    .slice(0, IPV6_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
