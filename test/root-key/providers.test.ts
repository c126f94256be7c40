import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { UnwrapError } from '#keyring/keyring.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import { keyFromPassphrase } from '#root-key/providers/passphrase.ts';
import { keyFromFile, keyFromSetting } from '#root-key/providers/plain-key.ts';
import { RootKeyError, type RootKeyProvider } from '#root-key/providers/provider.ts';
import { createRootKey, openKeyring, openRootKey, type RootKeyState } from '#root-key/root-keys.ts';
import { makeDataDir } from '../support/kms.ts';

const passphrase = (text: string): RootKeyProvider =>
  keyFromPassphrase(SecretBytes.ofText(text), 'KEYWRIGHT_ROOT_KEY_PASSPHRASE');
const setting = (fill: number): RootKeyProvider =>
  keyFromSetting(new SecretBytes(Buffer.alloc(32, fill)), 'KEYWRIGHT_ROOT_KEY');
const rowOf = async (provider: RootKeyProvider, state: RootKeyState = 'current') =>
  (await createRootKey(provider, { accountId: '1', state, now: new Date() })).row;
const context = materialContext('1', 'version');

describe('A passphrase', () => {
  it('yields the same root key again from what is stored, and another one for every database', async () => {
    const provider = passphrase('correct horse battery staple');
    const { key, parameters } = await provider.create();
    expect(key.bytes).toHaveLength(32);
    expect((await provider.open(parameters)).bytes).toEqual(key.bytes);
    const other = await provider.create();
    expect(other.key.bytes).not.toEqual(key.bytes);
    expect(Buffer.from(parameters).includes(key.bytes)).toBe(false);
  });

  it('that is another one fails at the canary, with an error message', async () => {
    const row = await rowOf(passphrase('correct horse battery staple'));
    const providers = { current: passphrase('wrong horse battery staple'), next: undefined };
    await expect(openRootKey(row, providers)).rejects.toThrow(/is not the one of this database/);
  });

  it.each([
    ['of another format', (parameters: Uint8Array) => parameters.with(0, 9)],
    ['that are cut', (parameters: Uint8Array) => parameters.subarray(0, -1)],
    [
      'that ask for more memory than a machine has',
      (parameters: Uint8Array) => parameters.with(1, 30),
    ],
  ])('does not work with parameters %s', async (_name, damage) => {
    const provider = passphrase('correct horse battery staple');
    const { parameters } = await provider.create();
    await expect(provider.open(damage(parameters))).rejects.toThrow(RootKeyError);
  });
});

describe('A root key file', () => {
  it('that is missing is made where it may be, and never where it was named', async () => {
    const file = join(makeDataDir({ migrated: false }), 'root-key');
    await expect(keyFromFile(file, false).create()).rejects.toThrow(/is missing/);
    const { key } = await keyFromFile(file, true).create();
    expect(readFileSync(file, 'utf8').trim()).toBe(key.bytes.toString('base64'));
    expect((await keyFromFile(file, true).create()).key.bytes).toEqual(key.bytes); // a file that is there is never replaced
  });

  it('is read again each time, so that a new one is found', async () => {
    const file = join(makeDataDir({ migrated: false }), 'root-key');
    const provider = keyFromFile(file, false);
    await expect(provider.open(new Uint8Array())).rejects.toThrow(/is missing/);
    writeFileSync(file, Buffer.alloc(32, 5).toString('base64'));
    expect((await provider.open(new Uint8Array())).bytes).toEqual(Buffer.alloc(32, 5));
  });
});

describe('A keyring of a rotation', () => {
  it('opens what is under either root key, and wraps under the one it is told', async () => {
    const [old, next] = await Promise.all([
      rowOf(setting(1), 'current'),
      rowOf(setting(2), 'next'),
    ]);
    using keyring = await openKeyring([next, old], { current: setting(1), next: setting(2) });
    const before = keyring.wrap(context, Buffer.from('secret'));
    expect(before.rootKeyId).toBe(old.id);
    keyring.wrapUnder(next.id);
    const after = keyring.wrap(context, Buffer.from('secret'));
    expect(after.rootKeyId).toBe(next.id);
    for (const { bytes } of [before, after])
      expect(keyring.unwrap(context, bytes).toString()).toBe('secret');
    expect(() => keyring.unwrap(context, before.bytes, next.id)).toThrow(UnwrapError);
    keyring.destroy(old.id);
    expect(() => keyring.unwrap(context, before.bytes)).toThrow(UnwrapError);
    expect(() => keyring.destroy(next.id)).toThrow(/cannot be destroyed/);
  });

  it('finds a root key in whichever setting it is', async () => {
    const [old, current] = await Promise.all([
      rowOf(setting(1), 'old'),
      rowOf(setting(2), 'current'),
    ]);
    using keyring = await openKeyring([old, current], { current: setting(1), next: setting(2) });
    expect(keyring.currentId).toBe(current.id);
  });

  it.each([
    ['next', /is being rotated, and this server does not have the next one/],
    ['old', /is being rotated, and this server does not have the old one/],
  ] as const)('is refused without the %s one, with an error message', async (state, message) => {
    const rows = await Promise.all([rowOf(setting(1), 'current'), rowOf(setting(2), state)]);
    await expect(openKeyring(rows, { current: setting(1), next: undefined })).rejects.toThrow(
      message,
    );
    await expect(openKeyring(rows, { current: setting(1), next: setting(3) })).rejects.toThrow(
      RootKeyError,
    );
  });
});
