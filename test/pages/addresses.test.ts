import { describe, expect, it } from 'vitest';
import { addressesOf } from '#http/browser-origin.ts';

describe('The addresses of a server', () => {
  it.each([
    ['127.0.0.1', 4000, 'http://127.0.0.1:4000'],
    ['::1', 4000, 'http://[::1]:4000'],
    ['fe80::1%lo', 4000, 'http://[fe80::1]:4000'],
    ['0.0.0.0', 4000, 'http://localhost:4000'],
    ['::', 80, 'http://localhost:80'],
    ['kms.internal', 80, 'http://kms.internal:80'],
  ])('on %s, port %d, is shown as %s', (host, port, url) => {
    expect(addressesOf(host, port, undefined).url).toBe(url);
  });

  it('are its own, and the public one', () => {
    const { hosts, secure } = addressesOf('127.0.0.1', 4000, 'https://kms.example.com');
    expect([...hosts].sort()).toEqual([
      '127.0.0.1:4000',
      '[::1]:4000',
      'kms.example.com',
      'localhost:4000',
    ]);
    expect(secure).toBe(true);
  });
});
