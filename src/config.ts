import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { decodeRootKey } from '#keyring/root-key.ts';
import { LOG_LEVELS } from './log.ts';

/** A setting is wrong. The message names it and says what it should be; never its value, which may be secret. */
export class ConfigError extends Error {}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/** Every setting: what it should be, in words, and its schema. */
export const SETTINGS = {
  HOST: ['a host name or address to listen on', z.string().min(1).default('127.0.0.1')],
  PORT: ['a port from 0 (any free one) to 65535', wholeNumber(0, 65_535).default(4000)],
  DATABASE_URL: [
    'file:<path> of a SQLite database; PostgreSQL is not offered yet',
    z
      .string()
      .regex(/^file:./)
      .optional(),
  ],
  KEYWRIGHT_DATA_DIR: ['a folder', z.string().min(1).default('data')],
  KEYWRIGHT_ROOT_KEY: ['32 bytes in base64, as "openssl rand -base64 32" makes them', z.string().optional()],
  KEYWRIGHT_ROOT_KEY_FILE: ['the path of a file that holds the root key', z.string().min(1).optional()],
  KEYWRIGHT_REGION: [
    'a region name such as cn-hangzhou',
    z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .optional(),
  ],
  KEYWRIGHT_ACCOUNT_ID: [
    'digits, as the cloud numbers its accounts',
    z
      .string()
      .regex(/^\d{1,20}$/)
      .optional(),
  ],
  KEYWRIGHT_ACCESS_KEY_ID: [
    '1 to 128 letters, digits, dots, dashes and underscores',
    z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,128}$/)
      .optional(),
  ],
  KEYWRIGHT_ACCESS_KEY_SECRET: [
    'at least 16 printable characters',
    z
      .string()
      .regex(/^[\x21-\x7e]{16,256}$/)
      .optional(),
  ],
  KEYWRIGHT_XML_ROOT: ['KMS or Response', z.enum(['KMS', 'Response']).default('KMS')],
  KEYWRIGHT_PUBLIC_URL: [
    'the http(s) address that browsers use, such as https://kms.example.com, without a path',
    z.string().refine(isOrigin).optional(),
  ],
  KEYWRIGHT_MAX_BODY_BYTES: ['bytes from 16384 to 67108864', wholeNumber(16_384, 67_108_864).default(1_048_576)],
  KEYWRIGHT_MAX_HEADER_BYTES: ['bytes from 131072 to 1048576', wholeNumber(131_072, 1_048_576).default(262_144)],
  KEYWRIGHT_MAX_QUERY_DEPTH: ['a depth from 3 to 50', wholeNumber(3, 50).default(10)],
  KEYWRIGHT_MAX_QUERY_COST: ['a cost from 100 to 1000000', wholeNumber(100, 1_000_000).default(5_000)],
  KEYWRIGHT_LOG_LEVEL: [`one of ${LOG_LEVELS.join(', ')}`, z.enum(LOG_LEVELS).default('info')],
} as const;

type Settings = { [S in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[S][1]> };

/** The environment, with what a file `.env` in the working folder adds to it. */
export function environment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** Reads the environment: typed, checked, frozen. @throws ConfigError for the first setting that is wrong, RootKeyError for a root key that is none */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  const settings = Object.freeze(
    Object.fromEntries(
      Object.entries(SETTINGS).map(([name, [expected, schema]]) => {
        const { success, data } = schema.safeParse(environment[name] || undefined);
        if (!success) throw new ConfigError(`${name} must be ${expected}.`);
        return [name, data];
      }),
    ),
  ) as unknown as Settings;

  if (settings.KEYWRIGHT_ROOT_KEY && settings.KEYWRIGHT_ROOT_KEY_FILE)
    throw new ConfigError('Set KEYWRIGHT_ROOT_KEY or KEYWRIGHT_ROOT_KEY_FILE, not both.');
  const { KEYWRIGHT_ACCESS_KEY_ID: accessKeyId, KEYWRIGHT_ACCESS_KEY_SECRET: secret } = settings;
  if (Boolean(accessKeyId) !== Boolean(secret))
    throw new ConfigError('Set KEYWRIGHT_ACCESS_KEY_ID and KEYWRIGHT_ACCESS_KEY_SECRET together, or neither.');

  const dataDir = resolve(settings.KEYWRIGHT_DATA_DIR);
  return Object.freeze({
    host: settings.HOST,
    port: settings.PORT,
    dataDir,
    databaseUrl: settings.DATABASE_URL ? `file:${resolve(settings.DATABASE_URL.slice('file:'.length))}` : `file:${dataDir}/keywright.db`,
    rootKey: settings.KEYWRIGHT_ROOT_KEY === undefined ? undefined : decodeRootKey(settings.KEYWRIGHT_ROOT_KEY, 'KEYWRIGHT_ROOT_KEY'),
    rootKeyFile: settings.KEYWRIGHT_ROOT_KEY_FILE,
    region: settings.KEYWRIGHT_REGION,
    accountId: settings.KEYWRIGHT_ACCOUNT_ID,
    accessKey: accessKeyId && secret ? { id: accessKeyId, secret: SecretBytes.ofText(secret, 'access key secret') } : undefined,
    xmlRoot: settings.KEYWRIGHT_XML_ROOT,
    publicUrl: settings.KEYWRIGHT_PUBLIC_URL,
    maxBodyBytes: settings.KEYWRIGHT_MAX_BODY_BYTES,
    maxHeaderBytes: settings.KEYWRIGHT_MAX_HEADER_BYTES,
    maxQueryDepth: settings.KEYWRIGHT_MAX_QUERY_DEPTH,
    maxQueryCost: settings.KEYWRIGHT_MAX_QUERY_COST,
    logLevel: settings.KEYWRIGHT_LOG_LEVEL,
  });
}

export type Config = ReturnType<typeof readConfig>;
