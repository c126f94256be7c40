import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { ConfigError } from '#config/config-error.ts';
import { SETTINGS } from '#config/settings.ts';
import { RootKeyError } from '#root-key/providers/provider.ts';
import { rawRequest } from '../support/http.ts';
import { makeDataDir } from '../support/kms.ts';
import { runScript, startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';

/** As published. */
const CLOUD = {
  reads: 50,
  'tag-lists': 300,
  'create-key': 10,
  changes: 30,
  cryptography: 1_000,
  'asymmetric-cryptography': 200,
  activation: 1,
  ram: 50,
  sts: 100,
};
const IDENTITY_LIMITS = { users: 1_000, roles: 1_000, policies: 1_500, tokens: 1_000 };

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

  it('are documented as they are, every one', async () => {
    const { code, stderr } = await runScript('scripts/print-settings.ts', {}, ['--check']);
    expect([code, stderr]).toEqual([0, '']);
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/settings.md'), 'utf8');
    for (const [name, { description }] of Object.entries(SETTINGS)) {
      expect(page).toContain(`| \`${name}\` |`);
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
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

  it.each([
    ['', {}],
    ['off', {}],
    ['reads=20', { reads: 20 }],
    ['off, reads=20 , create-key=5', { reads: 20, 'create-key': 5 }],
    ['cloud,cryptography=2000', { ...CLOUD, cryptography: 2_000 }],
    ['cloud', CLOUD],
  ])('take KEYWRIGHT_QUOTAS=%s', (KEYWRIGHT_QUOTAS, quotas) => {
    expect(readConfig({ KEYWRIGHT_QUOTAS }).quotas).toEqual(quotas);
  });

  it.each([
    ['', IDENTITY_LIMITS],
    ['keys=500,users=2', { ...IDENTITY_LIMITS, keys: 500, users: 2 }],
    ['cloud', { ...IDENTITY_LIMITS, keys: 200, aliases: 300, versions: 10_000 }],
    ['cloud,keys=500', { ...IDENTITY_LIMITS, keys: 500, aliases: 300, versions: 10_000 }],
  ])('take KEYWRIGHT_LIMITS=%s', (KEYWRIGHT_LIMITS, limits) => {
    expect(readConfig({ KEYWRIGHT_LIMITS }).limits).toEqual(limits);
  });

  it('take an empty value for none', () => {
    expect(readConfig({ PORT: '', KEYWRIGHT_ROOT_KEY: '' })).toMatchObject({
      port: 4000,
      rootKey: undefined,
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['DATABASE_URL', 'mysql://localhost/kms'],
    ['DATABASE_URL', 'file:'],
    ['DATABASE_URL', 'file:keys.db?mode=memory'],
    ['KEYWRIGHT_REPLICA_NAME', 'a b'],
    ['KEYWRIGHT_ROOT_KEY', 'secret-that-is-too-short'],
    ['KEYWRIGHT_ROOT_KEY', Buffer.alloc(31).toString('base64')],
    ['DATABASE_URL', 'postgresql://'],
    ['DATABASE_URL', 'postgresql://localhost/kms?options=-c%20x%3Dy'],
    ['KEYWRIGHT_POOL_SIZE', '3'],
    ['KEYWRIGHT_STATEMENT_TIMEOUT_MS', '1'],
    ['KEYWRIGHT_ACQUIRE_TIMEOUT_MS', 'soon'],
    ['KEYWRIGHT_ROOT_KEY_PASSPHRASE', 'too short'],
    ['KEYWRIGHT_METRICS_TOKEN', 'short'],
    ['KEYWRIGHT_STOP_SECONDS', '0'],
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
    ['KEYWRIGHT_ALLOWED_ORIGINS', '*'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'null'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'app.example.com'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://*.example.com'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://app.example.com/'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://app.example.com:443'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://App.example.com'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://user@app.example.com'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'file://app'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://app.example.com,'],
    ['KEYWRIGHT_ALLOWED_ORIGINS', 'https://app.example.com https://b.example.com'],
    ['KEYWRIGHT_MAX_BODY_BYTES', '1'],
    ['KEYWRIGHT_MAX_HEADER_BYTES', '1024'],
    ['KEYWRIGHT_MAX_QUERY_DEPTH', '0'],
    ['KEYWRIGHT_MAX_QUERY_COST', 'lots'],
    ['KEYWRIGHT_LOG_LEVEL', 'verbose'],
    ['KEYWRIGHT_QUOTAS', 'on'],
    ['KEYWRIGHT_QUOTAS', 'read=20'],
    ['KEYWRIGHT_QUOTAS', 'reads=0'],
    ['KEYWRIGHT_QUOTAS', 'reads=1e3'],
    ['KEYWRIGHT_QUOTAS', 'reads=1000001'],
    ['KEYWRIGHT_QUOTAS', 'reads=20=30'],
    ['KEYWRIGHT_QUOTAS', 'reads=20,'],
    ['KEYWRIGHT_QUOTAS', 'reads=20,reads=30'],
    ['KEYWRIGHT_QUOTAS', 'reads=20,cloud'],
    ['KEYWRIGHT_QUOTAS', 'toString'],
    ['KEYWRIGHT_LIMITS', 'off'],
    ['KEYWRIGHT_LIMITS', 'secrets=5'],
  ])('refuse %s=%s, naming the setting and not its value', (name, value) => {
    const read = () =>
      readConfig({
        KEYWRIGHT_ACCESS_KEY_ID: 'a',
        KEYWRIGHT_ACCESS_KEY_SECRET: 'x'.repeat(16),
        [name]: value,
      });
    expect(read).toThrow(name === 'KEYWRIGHT_ROOT_KEY' ? RootKeyError : ConfigError);
    expect(read).toThrow(new RegExp(`^${name} must `));
    if (/ROOT_KEY|SECRET/.test(name))
      expect(read).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(value) }),
      );
  });

  it('read a list of origins', () => {
    const list = 'https://app.example.com, http://localhost:5173,https://[::1]:8443';
    expect(readConfig({ KEYWRIGHT_ALLOWED_ORIGINS: list }).allowedOrigins).toEqual([
      'https://app.example.com',
      'http://localhost:5173',
      'https://[::1]:8443',
    ]);
    expect(readConfig({}).allowedOrigins).toEqual([]);
  });

  it('ask for a root key beside PostgreSQL, and show no password', () => {
    const DATABASE_URL = 'postgresql://keywright:s3cret-password@db.example.com/keywright';
    expect(() => readConfig({ DATABASE_URL })).toThrow(
      /With PostgreSQL every replica needs the root key/,
    );
    const config = readConfig({
      DATABASE_URL,
      KEYWRIGHT_ROOT_KEY_FILE: 'root-key',
      KEYWRIGHT_METRICS_TOKEN: 'a-token-for-metrics',
    });
    expect(config.database.kind).toBe('postgresql');
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toMatch(
      /s3cret-password|a-token-for-metrics/,
    );
  });

  it('take the root key in one way, and the next one beside it', () => {
    const all = {
      KEYWRIGHT_ROOT_KEY: Buffer.alloc(32).toString('base64'),
      KEYWRIGHT_ROOT_KEY_FILE: 'x',
      KEYWRIGHT_ROOT_KEY_PASSPHRASE: 'a passphrase of some length',
      KEYWRIGHT_ROOT_KEY_PASSPHRASE_FILE: 'x',
      KEYWRIGHT_ROOT_KEY_PKCS11: 'x',
    };
    const names = Object.keys(all) as (keyof typeof all)[];
    for (const [index, name] of names.entries())
      for (const other of names.slice(index + 1)) {
        const set = { [name]: all[name], [other]: all[other] };
        expect(() => readConfig(set)).toThrow(`Set ${name} or ${other}, not both.`);
      }
    expect(() => readConfig({ KEYWRIGHT_NEXT_ROOT_KEY_FILE: 'x' })).toThrow(
      'KEYWRIGHT_NEXT_ROOT_KEY needs KEYWRIGHT_ROOT_KEY',
    );
    expect(() => readConfig({ KEYWRIGHT_ROOT_KEY_PKCS11: 'x' })).toThrow(
      /needs KEYWRIGHT_PKCS11_MODULE/,
    );
    expect(() => readConfig({ KEYWRIGHT_ROOT_KEY_PASSPHRASE_FILE: '/nowhere' })).toThrow(
      /cannot be read \(ENOENT\)/,
    );
  });

  it('refuse what contradicts itself', () => {
    expect(() =>
      readConfig({
        KEYWRIGHT_ROOT_KEY: Buffer.alloc(32).toString('base64'),
        KEYWRIGHT_ROOT_KEY_FILE: 'x',
      }),
    ).toThrow('not both');
    expect(() => readConfig({ KEYWRIGHT_ACCESS_KEY_ID: 'a' })).toThrow('together');
    expect(() => readConfig({ KEYWRIGHT_ACCESS_KEY_SECRET: 'x'.repeat(16) })).toThrow('together');
  });
});

describe('A name that is not a setting', () => {
  it('stops the start of the server and of commands, and names the nearest', async () => {
    const settings = {
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      KEYWRIGHT_LOGLEVEL: 'a-value',
    };
    const sentence =
      'KEYWRIGHT_LOGLEVEL is not a setting. The nearest name is KEYWRIGHT_LOG_LEVEL.\n';
    expect(await runScript('src/main.ts', settings)).toEqual({
      code: 1,
      stdout: '',
      stderr: `Keywright cannot start. ${sentence}`,
    });
    expect(await runScript('src/cli/sign-in-link.ts', settings)).toEqual({
      code: 1,
      stdout: '',
      stderr: `No link was created. ${sentence}`,
    });
  });

  it('is found in the file .env too', async () => {
    const cwd = makeDataDir({ migrated: false });
    writeFileSync(join(cwd, '.env'), 'KEYWRIGHT_ROOT_KEY_FIEL=/run/secrets/root-key\n');
    const { code, stderr } = await runScript('src/main.ts', { KEYWRIGHT_DATA_DIR: cwd }, [], {
      cwd,
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('The nearest name is KEYWRIGHT_ROOT_KEY_FILE.'),
    ]);
  });

  it.each([
    ['KEYWRIGHT_HOST', 'HOST'],
    ['KEYWRIGHT_DATABASE_URL', 'DATABASE_URL'],
    ['KEYWRIGHT_MAX_BODY_SIZE', 'KEYWRIGHT_MAX_BODY_BYTES'],
    ['KEYWRIGHT_NEXT_ROOTKEY_FILE', 'KEYWRIGHT_NEXT_ROOT_KEY_FILE'],
    ['KEYWRIGHT_METRICS_PORT', 'KEYWRIGHT_METRICS_TOKEN'],
  ])('%s leads to %s', (name, setting) => {
    expect(() => readConfig({ [name]: '1' })).toThrow(
      new ConfigError(`${name} is not a setting. The nearest name is ${setting}.`),
    );
  });

  it('that Kubernetes injects, or that is for the examples or the tests, is none of ours', async () => {
    const address = 'tcp://10.0.0.1:4000';
    const env = {
      KEYWRIGHT_PORT: address,
      KEYWRIGHT_PORT_4000_TCP: address,
      KEYWRIGHT_PORT_4000_TCP_ADDR: '10.0.0.1',
      KEYWRIGHT_SERVICE_HOST: '10.0.0.1',
      KEYWRIGHT_SERVICE_PORT_HTTP: '4000',
      KEYWRIGHT_POSTGRES_PORT: address,
      KEYWRIGHT_POSTGRES_PORT_5432_TCP_PROTO: 'tcp',
      KEYWRIGHT_POSTGRES_SERVICE_HOST: '10.0.0.2',
      KEYWRIGHT_URL: 'http://127.0.0.1:4000',
      KEYWRIGHT_TEST_DIR: '/tmp',
    };
    await using _server = await startProcess({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      ...env,
    });
  });
});

describe('A secret in a file', () => {
  const fileWith = (text: string): string => {
    const file = join(makeDataDir({ migrated: false }), 'secret');
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };

  it('is used, without the line end', async () => {
    await using server = await startProcess({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      KEYWRIGHT_ACCESS_KEY_ID: 'operator',
      KEYWRIGHT_ACCESS_KEY_SECRET_FILE: fileWith('the-secret-of-operator\n'),
      KEYWRIGHT_METRICS_TOKEN_FILE: fileWith('the-token-for-metrics\r\n'),
    });
    const operator = { accountId: '', id: 'operator', secret: 'the-secret-of-operator' };
    expect((await callV1(server, operator, 'ListKeys')).status).toBe(200);
    const read = (token: string) =>
      rawRequest(server.url, { path: '/metrics', headers: [['authorization', `Bearer ${token}`]] });
    expect((await read('the-token-for-metrics')).status).toBe(200);
    expect((await read('another-token-for-metrics')).status).toBe(401);
  });

  it.each([
    [
      'KEYWRIGHT_ACCESS_KEY_SECRET',
      { KEYWRIGHT_ACCESS_KEY_ID: 'operator' },
      'at least 16 printable characters',
    ],
    ['KEYWRIGHT_METRICS_TOKEN', {}, 'at least 16 printable characters'],
    [
      'KEYWRIGHT_PKCS11_PIN',
      {
        KEYWRIGHT_ROOT_KEY_PKCS11: 'a',
        KEYWRIGHT_PKCS11_MODULE: '/a',
        KEYWRIGHT_PKCS11_TOKEN: 'a',
      },
      'the PIN of that token',
    ],
  ])(
    '%s_FILE must be readable, contain a value of the setting, and exclude the setting itself',
    (name, others, expected) => {
      const withFile =
        (file: string, more = {}) =>
        () =>
          readConfig({ ...others, [`${name}_FILE`]: file, ...more });
      expect(withFile(fileWith(`${'x'.repeat(20)}\n`))).not.toThrow();
      expect(withFile(fileWith(' \n'))).toThrow(
        new ConfigError(`${name}_FILE must name a file that holds ${expected}.`),
      );
      expect(withFile('/nowhere')).toThrow(
        new ConfigError(`The file that ${name}_FILE names cannot be read (ENOENT).`),
      );
      expect(withFile(fileWith('x'.repeat(20)), { [name]: 'x'.repeat(20) })).toThrow(
        new ConfigError(`Set ${name} or ${name}_FILE, not both.`),
      );
    },
  );
});
