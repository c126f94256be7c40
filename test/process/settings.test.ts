import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#config.ts';
import { RootKeyError } from '#keyring/root-key/provider.ts';
import { ConfigError } from '../../src/config-error.ts';
import { SETTINGS } from '../../src/settings.ts';

describe('The settings', () => {
  it('have safe defaults', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      dataDir: resolve('data'),
      database: { kind: 'sqlite', file: `${resolve('data')}/keywright.db` },
      xmlRoot: 'KMS',
      logLevel: 'info',
      region: undefined,
      accountId: undefined,
      accessKey: undefined,
    });
  });

  it('stand in the README, every one', () => {
    const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
    expect(Object.keys(SETTINGS).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('are frozen, and show no secret', () => {
    const rootKey = Buffer.alloc(32, 7).toString('base64');
    const config = readConfig({
      KEYWRIGHT_ROOT_KEY: rootKey,
      KEYWRIGHT_ACCESS_KEY_ID: 'a',
      KEYWRIGHT_ACCESS_KEY_SECRET: 'a-secret-to-be-kept',
    });
    expect(Object.isFrozen(config)).toBe(true);
    expect(JSON.stringify(config)).not.toContain('a-secret');
    expect(JSON.stringify(config)).not.toContain(rootKey);
    expect(config.rootKey).toMatchObject({ from: 'setting', key: { bytes: Buffer.alloc(32, 7) } });
  });

  it('take an empty value for none', () => {
    expect(readConfig({ PORT: '', KEYWRIGHT_ROOT_KEY: '' })).toMatchObject({ port: 4000, rootKey: undefined });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['DATABASE_URL', 'mysql://localhost/kms'],
    ['DATABASE_URL', 'file:'],
    ['KEYWRIGHT_ROOT_KEY', 'secret-that-is-too-short'],
    ['KEYWRIGHT_ROOT_KEY', Buffer.alloc(31).toString('base64')],
    ['KEYWRIGHT_REGION', 'CN Hangzhou'],
    ['KEYWRIGHT_ACCOUNT_ID', 'payroll'],
    ['KEYWRIGHT_ACCESS_KEY_ID', 'a:b'],
    ['KEYWRIGHT_ACCESS_KEY_SECRET', 'short'],
    ['KEYWRIGHT_XML_ROOT', 'kms'],
    ['KEYWRIGHT_PUBLIC_URL', 'kms.example.com'],
    ['KEYWRIGHT_PUBLIC_URL', 'https://kms.example.com/path'],
    ['KEYWRIGHT_PUBLIC_URL', 'https://[x'],
    ['KEYWRIGHT_PUBLIC_URL', 'https://a:b'],
    ['KEYWRIGHT_PUBLIC_URL', 'http://:::'],
    ['KEYWRIGHT_PUBLIC_URL', 'ftp://kms.example.com'],
    ['KEYWRIGHT_MAX_BODY_BYTES', '1'],
    ['KEYWRIGHT_MAX_HEADER_BYTES', '1024'],
    ['KEYWRIGHT_MAX_QUERY_DEPTH', '0'],
    ['KEYWRIGHT_MAX_QUERY_COST', 'lots'],
    ['KEYWRIGHT_LOG_LEVEL', 'verbose'],
  ])('refuse %s=%s, naming the setting and not its value', (name, value) => {
    const read = () => readConfig({ KEYWRIGHT_ACCESS_KEY_ID: 'a', KEYWRIGHT_ACCESS_KEY_SECRET: 'x'.repeat(16), [name]: value });
    expect(read).toThrow(name === 'KEYWRIGHT_ROOT_KEY' ? RootKeyError : ConfigError);
    expect(read).toThrow(new RegExp(`^${name} must `));
    if (/ROOT_KEY|SECRET/.test(name)) expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining(value) }));
  });

  it('refuse what contradicts itself', () => {
    expect(() => readConfig({ KEYWRIGHT_ROOT_KEY: Buffer.alloc(32).toString('base64'), KEYWRIGHT_ROOT_KEY_FILE: 'x' })).toThrow('not both');
    expect(() => readConfig({ KEYWRIGHT_ACCESS_KEY_ID: 'a' })).toThrow('together');
    expect(() => readConfig({ KEYWRIGHT_ACCESS_KEY_SECRET: 'x'.repeat(16) })).toThrow('together');
  });
});
