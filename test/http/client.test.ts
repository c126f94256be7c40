import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientReader, networkOf, trustedProxies } from '#http/client.ts';

const client = (
  remoteAddress: string,
  headers: Readonly<Record<string, string>>,
  proxies: readonly string[],
) =>
  clientReader(trustedProxies(proxies))({
    socket: { remoteAddress },
    headers,
  } as unknown as IncomingMessage);

describe('The client of a request', () => {
  it.each([
    [
      'is the peer, whatever it says of itself',
      '198.51.100.7',
      { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
      [],
      '198.51.100.7',
      false,
    ],
    [
      'is the peer of a proxy that is trusted',
      '10.0.0.2',
      { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
      ['10.0.0.0/8'],
      '203.0.113.9',
      true,
    ],
    [
      'is the right-most address that is not trusted',
      '10.0.0.2',
      { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.3' },
      ['10.0.0.0/8'],
      '203.0.113.9',
      false,
    ],
    [
      'is by the word of the last proxy about TLS',
      '10.0.0.2',
      { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https, http' },
      ['10.0.0.2'],
      '203.0.113.9',
      false,
    ],
    ['is the proxy where it says nothing', '10.0.0.2', {}, ['10.0.0.0/8'], '10.0.0.2', false],
    [
      'is the proxy where it names no address',
      '10.0.0.2',
      { 'x-forwarded-for': 'unknown' },
      ['10.0.0.0/8'],
      '10.0.0.2',
      false,
    ],
    [
      'is IPv4 also where it comes in IPv6',
      '::ffff:10.0.0.2',
      { 'x-forwarded-for': '::ffff:203.0.113.9' },
      ['10.0.0.0/8'],
      '203.0.113.9',
      false,
    ],
    [
      'is IPv6',
      'fd00::1',
      { 'x-forwarded-for': '2001:db8::5' },
      ['fd00::/8'],
      '2001:db8::5',
      false,
    ],
  ] as const)('%s', (_name, peer, headers, proxies, address, isSecure) => {
    expect(client(peer, headers, proxies)).toMatchObject({ address, isSecure });
  });

  it('is read again from each request of a connection to a proxy', () => {
    const clientOf = clientReader(trustedProxies(['10.0.0.2']));
    const socket = { remoteAddress: '10.0.0.2' };
    const addresses = ['203.0.113.9', '203.0.113.10'].map(
      (forwarded) =>
        clientOf({
          socket,
          headers: { 'x-forwarded-for': forwarded },
        } as unknown as IncomingMessage).address,
    );
    expect(addresses).toEqual(['203.0.113.9', '203.0.113.10']);
  });

  it('is read from the end of what was forwarded, of which a client may have written much', () => {
    const forged = `${'6.6.6.6, '.repeat(20_000)}203.0.113.9`;
    expect(client('10.0.0.2', { 'x-forwarded-for': forged }, ['10.0.0.0/8']).address).toBe(
      '203.0.113.9',
    );
  });

  it.each(['10.0.0.0/33', '10.0.0', 'proxy', '10.0.0.0/8/8', '', '10.0.0.0/x'])(
    'is not told by a proxy such as "%s"',
    (range) => {
      expect(() => trustedProxies([range])).toThrow(RangeError);
    },
  );
});

describe('The network of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::5', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('The user agent of a client', () => {
  const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
  const key = '\u{1f511}';

  it.each([
    ['none', '', ''],
    ['ASCII', 'curl/8.1\t(x)', 'curl/8.1\t(x)'],
    ['UTF-8', utf8(`\u5bc6\u94a5 caf\u00e9 ${key}`), `\u5bc6\u94a5 caf\u00e9 ${key}`],
    ['ISO 8859-1', 'caf\u00e9', 'caf\u00e9'],
    ['UTF-8 that ends too early', utf8(key).slice(0, -1), '\u00f0\ufffd\ufffd'],
    ['an encoded surrogate', '\u00ed\u00a0\u00bd', '\u00ed\u00a0\u00bd'],
    ['control characters in UTF-8', utf8('a\u009b31mb\u0085'), 'a\ufffd31mb\ufffd'],
    ['control characters in ISO 8859-1', '\u00ff\u009b31m', '\u00ff\ufffd31m'],
    ['characters that XML does not allow', utf8('a\ufffe\uffff'), 'a\ufffd\ufffd'],
    ['256 characters of UTF-8', utf8('\u5bc6'.repeat(256)), '\u5bc6'.repeat(256)],
    ['more UTF-8', utf8('\u5bc6'.repeat(9_000)), '\u5bc6'.repeat(256)],
    ['a pair at the end', utf8(`a${key.repeat(200)}`), `a${key.repeat(127)}`],
    ['a pair that just fits', utf8(key.repeat(200)), key.repeat(128)],
    ['much of ISO 8859-1', '\u00e9'.repeat(9_000), '\u00e9'.repeat(256)],
  ])('is read as it is meant: %s', (_name, header, userAgent) => {
    expect(client('192.0.2.1', { 'user-agent': header }, []).userAgent).toBe(userAgent);
  });
});
