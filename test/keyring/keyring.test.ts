import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { Keyring, UnwrapError, type WrapContext } from '#keyring/keyring.ts';
import { accessKeySecretContext, canaryContext, materialContext } from '#keyring/wrap-contexts.ts';

const rootKey = (fill: number) => ({
  id: `root key ${fill}`,
  key: new SecretBytes(Buffer.alloc(32, fill)),
});
const keyring = new Keyring(rootKey(1));
const wrap = (context: WrapContext, bytes: Uint8Array) => keyring.wrap(context, bytes).bytes;
const secret = Buffer.from('a secret of some length');
const contexts: WrapContext[] = [
  materialContext('1', 'same'),
  accessKeySecretContext('1', 'same'),
  canaryContext('1'),
];

describe('The keyring', () => {
  it('gives back any bytes that it wrapped', () => {
    const context = materialContext('1', 'row');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_096 }), (bytes) =>
        keyring.unwrap(context, wrap(context, bytes)).equals(bytes),
      ),
    );
  });

  it('never wraps the same bytes the same way twice', () => {
    const wrapped = new Set(
      Array.from({ length: 100 }, () =>
        Buffer.from(wrap(contexts[0] as WrapContext, secret)).toString('hex'),
      ),
    );
    expect(wrapped.size).toBe(100);
  });

  it('opens no value of one purpose as another: every pair swapped', () => {
    for (const from of contexts) {
      for (const to of contexts) {
        if (from === to) continue;
        expect(() => keyring.unwrap(to, wrap(from, secret))).toThrow(UnwrapError);
      }
    }
  });

  it.each(['accountId', 'table', 'rowId', 'column'] as const)(
    'opens no value under another %s',
    (part) => {
      const context = materialContext('1', 'row');
      expect(() =>
        keyring.unwrap({ ...context, [part]: 'another' }, wrap(context, secret)),
      ).toThrow(UnwrapError);
    },
  );

  it('opens nothing whose context is the same text cut elsewhere', () => {
    const context = { ...materialContext('12', '3'), table: 'T' };
    const shifted = { ...materialContext('1', '3'), table: '2T' };
    expect(() => keyring.unwrap(shifted, wrap(context, secret))).toThrow(UnwrapError);
  });

  it('opens nothing under another root key', () => {
    const context = contexts[0] as WrapContext;
    expect(() => new Keyring(rootKey(2)).unwrap(context, wrap(context, secret))).toThrow(
      UnwrapError,
    );
  });

  it('opens nothing in which any bit was changed, or which was cut', () => {
    const context = contexts[0] as WrapContext;
    const wrapped = Buffer.from(wrap(context, secret));
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      const damaged = Buffer.from(wrapped);
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => keyring.unwrap(context, damaged)).toThrow(UnwrapError);
    }
    for (let length = 0; length < wrapped.length; length += 1)
      expect(() => keyring.unwrap(context, wrapped.subarray(0, length))).toThrow(UnwrapError);
  });
});
