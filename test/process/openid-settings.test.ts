import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { ConfigError } from '#config/config-error.ts';
import { readOpenIdConfig } from '#config/openid-issuers.ts';
import { startWarnings } from '#config/start-warnings.ts';
import { besideServer, MAX_MS } from '../support/command.ts';
import { onSqlite } from '../support/database.ts';
import { makeDataDir } from '../support/kms.ts';
import { runScript } from '../support/process.ts';

const ISSUER = {
  name: 'company',
  issuer: 'https://sso.example.com/realms/main',
  mapping: [{ claim: 'sub', equals: 'x', user: 'alice' }],
  accessTokens: { audience: 'https://kms.example.com' },
  signIn: { clientId: 'keywright', clientSecret: 'a secret of the client' },
};
type Fields = Readonly<Record<string, unknown>>;

function fileOf(content: unknown, folder = makeDataDir({ migrated: false })): string {
  const file = join(folder, 'openid.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(file, 0o600);
  return file;
}
const read = (content: unknown) => readOpenIdConfig(fileOf(content));
const readOne = (fields: Fields) => read({ issuers: [{ ...ISSUER, ...fields }] });

describe('The file of OpenID Connect issuers', () => {
  it('is optional', () => {
    expect(readOpenIdConfig(readConfig({}).openIdFile)).toEqual({ issuers: [], secretFiles: [] });
  });

  it('is read as the documentation shows it', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/openid.md'), 'utf8');
    const folder = makeDataDir({ migrated: false });
    writeFileSync(join(folder, 'keycloak-secret'), 'x');
    const examples = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples)
      expect(readOpenIdConfig(fileOf(text, folder)).issuers.length).toBeGreaterThan(0);
  });

  it('has safe defaults', () => {
    const [issuer] = readOne({}).issuers;
    expect(issuer).toMatchObject({
      title: 'company',
      keepKeysHours: 24,
      mapping: [{ claim: ['sub'], equals: 'x', user: 'alice' }],
      accessTokens: {
        typ: 'at+jwt',
        algorithms: ['RS256', 'ES256', 'EdDSA', 'Ed25519'],
        requiredClaims: [],
      },
      signIn: { scopes: ['openid'], requiredClaims: [] },
    });
  });

  it('may have the secret of the client in a file beside it, which nothing prints', () => {
    const folder = makeDataDir({ migrated: false });
    writeFileSync(join(folder, 'secret'), 's3cret-of-the-client\n');
    const signIn = { clientId: 'keywright', clientSecretFile: 'secret' };
    const file = fileOf({ issuers: [{ ...ISSUER, signIn }] }, folder);
    const config = readOpenIdConfig(file);
    const secret = config.issuers[0]?.signIn?.clientSecret;
    expect(secret?.bytes.toString()).toBe('s3cret-of-the-client');
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('s3cret');
    expect(config.secretFiles).toEqual([join(folder, 'secret')]);
  });

  it.each<[string, Fields, string]>([
    ['an unknown field', { audience: 'x' }, 'issuers[0].audience is not a known field.'],
    ['a name with a slash', { name: 'a/b' }, 'issuers[0].name must be 1 to 32'],
    ['no name', { name: undefined }, 'issuers[0].name must be 1 to 32'],
    ['an issuer by http', { issuer: 'http://sso.example.com' }, 'issuers[0].issuer must be the'],
    [
      'an issuer with a query',
      { issuer: 'https://a.example/?x=1' },
      'issuers[0].issuer must be the',
    ],
    ['an issuer that is not an address', { issuer: 'sso' }, 'issuers[0].issuer must be the'],
    ['keys by http', { jwksUri: 'http://a.example/keys' }, 'issuers[0].jwksUri must be an https'],
    ['no rule', { mapping: [] }, 'issuers[0].mapping must be a list of at least one rule.'],
    [
      'a rule for nobody',
      { mapping: [{ claim: 'sub', equals: 'x' }] },
      'issuers[0].mapping[0] must be a rule with either "user" or "role".',
    ],
    [
      'a rule for two',
      { mapping: [{ claim: 'sub', equals: 'x', user: 'a', role: 'b' }] },
      'issuers[0].mapping[0] must be a rule with either "user" or "role".',
    ],
    [
      'a rule without a condition',
      { mapping: [{ claim: 'sub', user: 'a' }] },
      'issuers[0].mapping[0] must be a condition with either "equals" or "contains".',
    ],
    [
      'a rule on a number of claims',
      { mapping: [{ claim: 7, equals: 'x', user: 'a' }] },
      'issuers[0].mapping[0].claim must be the name of a claim',
    ],
    [
      'the algorithm none',
      { accessTokens: { audience: 'x', algorithms: ['none'] } },
      'issuers[0].accessTokens.algorithms[0] must be one of RS256',
    ],
    [
      'an algorithm with a shared secret',
      { accessTokens: { audience: 'x', algorithms: ['HS256'] } },
      'issuers[0].accessTokens.algorithms[0] must be one of RS256',
    ],
    [
      'no algorithm',
      { accessTokens: { audience: 'x', algorithms: [] } },
      'issuers[0].accessTokens.algorithms must be a list of algorithms.',
    ],
    ['no audience', { accessTokens: {} }, 'issuers[0].accessTokens.audience must be'],
    [
      'ID tokens that would be access tokens',
      { accessTokens: { audience: 'keywright', typ: 'JWT' } },
      'issuers[0].accessTokens.audience must be another value than "signIn.clientId"',
    ],
    [
      'neither access tokens nor sign-in',
      { accessTokens: undefined, signIn: undefined },
      'issuers[0] must be an issuer with "accessTokens", "signIn" or both.',
    ],
    [
      'scopes without openid',
      { signIn: { clientId: 'x', scopes: ['profile'] } },
      'issuers[0].signIn.scopes must be a list of scopes with "openid".',
    ],
    [
      'two secrets',
      { signIn: { clientId: 'x', clientSecret: 'hidden', clientSecretFile: 'y' } },
      'issuers[0].signIn must be a client with either',
    ],
    [
      'a file for the secret that does not exist',
      { signIn: { clientId: 'x', clientSecretFile: 'nothing' } },
      'issuers[0].signIn.clientSecretFile names cannot be read (ENOENT).',
    ],
    ['hours that are a text', { keepKeysHours: '24' }, 'issuers[0].keepKeysHours must be hours'],
    ['hours beyond a week', { keepKeysHours: 169 }, 'issuers[0].keepKeysHours must be hours'],
  ])(
    'stops the start if it has %s, and the error names the field without its value',
    (_name, fields, message) => {
      const attempt = () => readOne(fields);
      expect(attempt).toThrow(ConfigError);
      expect(attempt).toThrow(message);
      expect(attempt).toThrow(/KEYWRIGHT_OPENID_FILE/);
      expect(attempt).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/hidden|a secret/) }),
      );
    },
  );

  it.each<[string, unknown, string]>([
    ['text', 'issuers:', 'must name a file that holds JSON.'],
    ['a list', [], 'its content must be an object.'],
    ['nothing', {}, 'issuers must be a list of issuers.'],
    ['two issuers of one name', twice({ issuer: 'https://b.example' }), 'different names'],
    ['one issuer twice', twice({ name: 'b' }), 'issuers must be a list of different issuers.'],
  ])('stops the start if it holds %s', (_name, content, message) => {
    expect(() => read(content)).toThrow(ConfigError);
    expect(() => read(content)).toThrow(message);
  });

  it('stops the start if it does not exist, before anything is created', async () => {
    const folder = join(makeDataDir({ migrated: false }), 'data');
    const settings = { KEYWRIGHT_DATA_DIR: folder, KEYWRIGHT_OPENID_FILE: '/nothing/here' };
    const { code, stderr } = await runScript('src/main.ts', settings);
    expect([code, stderr]).toEqual([
      1,
      'Keywright cannot start. The file that KEYWRIGHT_OPENID_FILE names cannot be read (ENOENT).\n',
    ]);
    expect(existsSync(folder)).toBe(false);
  });

  it.skipIf(!onSqlite)('is not needed by commands', { timeout: MAX_MS }, async () => {
    await using beside = await besideServer();
    const settings = { ...beside.environment, KEYWRIGHT_OPENID_FILE: '/nothing/here' };
    const commands = [
      ['backup', join(beside.dataDir, 'copy.db')],
      ['root-key', 'status'],
      ['session', 'list'],
      ['token', 'list'],
      ['sign-in-link'],
    ];
    for (const [name = '', ...args] of commands) {
      const { code, stderr } = await runScript(`src/cli/${name}.ts`, settings, args);
      expect([name, code, stderr.includes('KEYWRIGHT_OPENID_FILE')]).toEqual([name, 0, false]);
    }
  });

  it('gives a warning where others can read a secret, or people can change what a rule is about', async () => {
    const file = fileOf({
      issuers: [{ ...ISSUER, mapping: [{ claim: 'email', equals: 'a@b.example', user: 'a' }] }],
    });
    chmodSync(file, 0o644);
    const warnings = await startWarnings(
      readConfig({ KEYWRIGHT_ROOT_KEY: randomBytes(32).toString('base64') }),
      readOpenIdConfig(file),
    );
    expect(warnings).toContainEqual({
      msg: 'others can read the file with a client secret',
      place: file,
    });
    expect(warnings).toContainEqual({
      msg: 'a rule maps by a claim that people can change: use sub',
      place: 'company',
    });
  });
});

function twice(changes: Fields) {
  return { issuers: [ISSUER, { ...ISSUER, ...changes }] };
}
