import { isIPv4, isIPv6 } from 'node:net';

/** An address as one number. */
interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

/** A block of addresses. */
export interface IpRange {
  readonly bits: 32 | 128;
  /** The bits after the prefix, which are not compared. */
  readonly hostBits: bigint;
  readonly network: bigint;
}

const MAPPED_PREFIX = 0xffffn;

/**
 * Parses an IPv4 or IPv6 address or CIDR block; undefined for anything else. Bits after the prefix are ignored.
 * An IPv4-mapped block (`::ffff:a.b.c.d/n`, RFC 4291 §2.5.5.2) is the IPv4 block.
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [, base = '', length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (/^0\d/.test(length ?? '')) return undefined;
  const address = parseAddress(base);
  if (!address) return undefined;
  const offset = address.bits === 32 && base.includes(':') ? 96 : 0;
  const prefix = length === undefined ? address.bits : Number(length) - offset;
  if (prefix < 0 || prefix > address.bits) return undefined;
  const hostBits = BigInt(address.bits - prefix);
  return { bits: address.bits, hostBits, network: address.number >> hostBits };
}

/** Whether an address, IPv4-mapped or not, lies in a block. IPv4 addresses lie in no IPv6 block. */
export function isInRange(text: string, range: IpRange): boolean {
  const address = parseAddress(text.replace(/%.*$/, ''));
  return address?.bits === range.bits && address.number >> range.hostBits === range.network;
}

function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, number: fromIPv4(text) };
  if (!isIPv6(text)) return undefined;
  const number = fromIPv6(text);
  return number >> 32n === MAPPED_PREFIX
    ? { bits: 32, number: number & 0xffffffffn }
    : { bits: 128, number };
}

const fromIPv4 = (text: string): bigint =>
  text.split('.').reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** @param text a valid IPv6 address, with at most one `::`, which stands for all missing groups */
function fromIPv6(text: string): bigint {
  const dotted = /[^:]+\.[^:]+$/.exec(text)?.[0];
  const hex = dotted ? text.slice(0, -dotted.length) + groupsOf(fromIPv4(dotted)) : text;
  const [head = '', tail] = hex.split('::').map((part) => part.split(':').filter(Boolean)) as [
    string[],
    string[]?,
  ];
  const missing = 8 - head.length - (tail?.length ?? 0);
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return groups.reduce((number, group) => (number << 16n) | BigInt(`0x${group}`), 0n);
}

const groupsOf = (number: bigint): string =>
  `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
