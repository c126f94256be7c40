import { createHash, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSearch } from './find-secrets.ts';
import { SecretList } from './secret-list.ts';

const SPELLINGS: readonly (readonly [string, (bytes: Buffer) => string | Buffer])[] = [
  ['raw', (bytes) => bytes],
  ['base64', (bytes) => bytes.toString('base64')],
  ['base64 after one byte', (bytes) => Buffer.concat([Buffer.of(1), bytes]).toString('base64')],
  ['base64 after two bytes', (bytes) => Buffer.concat([Buffer.of(1, 2), bytes]).toString('base64')],
  ['base64url', (bytes) => Buffer.concat([Buffer.of(1, 2), bytes]).toString('base64url')],
  ['base64 in lines', (bytes) => bytes.toString('base64').replaceAll(/.{30}/g, '$&\n')],
  ['base64 of base64', (bytes) => Buffer.from(bytes.toString('base64')).toString('base64')],
  ['base64 in a URL', (bytes) => encodeURIComponent(bytes.toString('base64'))],
  ['hex', (bytes) => bytes.toString('hex')],
  ['upper-case hex', (bytes) => bytes.toString('hex').toUpperCase()],
  ['a URL by `escape`', (bytes) => bytes.toString('latin1').replaceAll(/./gs, escape)],
  [
    'a URL by `encodeURIComponent`',
    (bytes) =>
      bytes
        .toString('latin1')
        .replaceAll(/[\0-\x7f]/gs, encodeURIComponent)
        .replaceAll(/[\x80-\xff]/g, escape),
  ],
  ['a URL of escapes only', (bytes) => bytes.toString('hex').replaceAll(/../g, '%$&')],
  ['UTF-8', (bytes) => bytes.toString('utf8')],
  ['UTF-8 in JSON', (bytes) => JSON.stringify(bytes.toString('utf8'))],
  ['latin1 in JSON', (bytes) => JSON.stringify(bytes.toString('latin1'))],
  ['a Buffer in JSON', (bytes) => JSON.stringify(bytes)],
  ['a Uint8Array in JSON', (bytes) => JSON.stringify(new Uint8Array(bytes))],
  ['a Buffer as Node prints it', (bytes) => inspect(bytes)],
  ['a list of numbers', (bytes) => bytes.join(', ')],
  ['cut', (bytes) => bytes.subarray(0, 20)],
];

/** Bytes that look random and are the same in each run: some spellings lose too much of a few others. */
const FIXED_BYTES = createHash('shake256', { outputLength: 48 }).update('a secret').digest();
// Each part has characters of which encoders of URLs leave different ones as they are.
for (const at of [2, 18, 34]) FIXED_BYTES.write('~!+@', at, 'latin1');

describe('The search for secrets', () => {
  it.each(SPELLINGS)('finds bytes that are written as %s', (_name, spell) => {
    const secrets = new SecretList();
    const secret = secrets.add('plaintext', 'bytes', FIXED_BYTES);
    secrets.bytes('plaintext', 'others');
    const text = Buffer.concat([
      Buffer.from('before '),
      Buffer.from(spell(secret.bytes) as string),
      Buffer.from(' after'),
    ]);
    expect(createSearch(secrets.all)(text).map((found) => found.secret.name)).toEqual([
      secret.name,
    ]);
  });

  it.each([
    ['JSON', (text: string) => JSON.stringify({ text })],
    ['a form', (text: string) => new URLSearchParams({ text }).toString()],
    ['XML', (text: string) => text.replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
  ])('finds a text in %s', (_name, spell) => {
    const secrets = new SecretList();
    const text = secrets.text('plaintext', 'text');
    expect(createSearch(secrets.all)(Buffer.from(spell(text)))).toHaveLength(1);
  });

  it('finds nothing else', () => {
    const secrets = new SecretList();
    secrets.bytes('plaintext', 'bytes');
    expect(createSearch(secrets.all)(randomBytes(100_000))).toEqual([]);
  });
});
