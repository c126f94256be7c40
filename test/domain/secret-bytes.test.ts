import { inspect } from 'node:util';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { KeyMaterial } from '#domain/key-material.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { describeBug } from '#log/log.ts';

const text = 'correct horse battery staple';
const spellings = [
  text,
  Buffer.from(text).toString('base64'),
  Buffer.from(text).toString('hex'),
  JSON.stringify([...Buffer.from(text)]).slice(1, -1),
];

const expectSilence = (output: string) => {
  for (const spelling of spellings) expect(output).not.toContain(spelling);
};

describe('Secret bytes', () => {
  it('are seen by nobody who prints, serializes, inspects, logs or throws them', () => {
    const secret = SecretBytes.ofText(text, 'access key secret');
    expect(String(secret)).toBe('[access key secret]');
    const nested = { deep: { er: [secret] } };
    expectSilence(JSON.stringify(nested));
    expectSilence(inspect(nested, { depth: 10, showHidden: true }));
    expectSilence(`${secret}`);
    expectSilence(String(Object.values(secret)) + Object.getOwnPropertyNames(secret).join());
    let logged = '';
    pino({}, { write: (line: string) => (logged += line) }).info({ secret, nested }, 'x');
    expect(logged).toContain('[access key secret]');
    expectSilence(logged);
    expectSilence(inspect(new Error(`failed with ${secret}`, { cause: nested })));
  });

  it('are zeroed when their scope ends, and then throw', () => {
    const bytes = Buffer.from(text);
    {
      using secret = new SecretBytes(bytes);
      expect(secret.bytes.toString()).toBe(text);
    }
    expect(bytes.equals(Buffer.alloc(text.length))).toBe(true);
    const ended = new SecretBytes(Buffer.from('x'));
    ended[Symbol.dispose]();
    ended[Symbol.dispose]();
    expect(() => ended.bytes).toThrow('[secret] was used after its end');
  });

  it('are fresh each time they are made up', () => {
    expect(KeyMaterial.random(32).bytes.equals(KeyMaterial.random(32).bytes)).toBe(false);
    expect(String(KeyMaterial.random(16))).toBe('[key material]');
  });
});

describe('A bug in the log', () => {
  it('says what and where, and nothing of the message, which may quote input', () => {
    const error = new TypeError(`cannot read ${text}\n    at ${text}`);
    const described = JSON.stringify(describeBug(error));
    expect(described).toContain('TypeError');
    expect(described).toContain('secret-bytes.test.ts');
    expectSilence(described);
    expect(() => describeBug(null)).not.toThrow();
    expect(() => describeBug('text')).not.toThrow();
  });
});
