import { z } from 'zod';
import { trustedProxies } from '#http/client.ts';
import { LOG_LEVELS } from '#log/log.ts';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

function areRanges(text: string): boolean {
  try {
    return Boolean(trustedProxies(rangesIn(text)));
  } catch {
    return false;
  }
}

/** Splits a setting that is a list. */
export const rangesIn = (text: string): string[] => text.split(',').map((range) => range.trim());

/**
 * `options` in the URL would replace session settings that the code needs, such as those that make
 * the reading connections read-only.
 */
const isDatabaseUrl = (text: string): boolean =>
  /^file:[^?]+$/.test(text) ||
  (/^postgres(ql)?:\/\/./.test(text) &&
    URL.canParse(text) &&
    !new URL(text).searchParams.has('options'));

const path = z.string().min(1).optional();

/**
 * Settings of a root key, of which one may be set: for the current root key, and for the next one
 * of a rotation.
 */
const rootKeySettings = <const P extends string>(prefix: P) =>
  ({
    [prefix]: [
      '32 bytes in base64, as "openssl rand -base64 32" makes them',
      z.string().optional(),
    ],
    [`${prefix}_FILE`]: ['the path of a file that holds the root key', path],
    [`${prefix}_PASSPHRASE`]: [
      'a passphrase of at least 16 characters',
      z.string().min(16).max(1_024).optional(),
    ],
    [`${prefix}_PASSPHRASE_FILE`]: ['the path of a file that holds the passphrase', path],
    [`${prefix}_PKCS11`]: [
      'the label of an AES key on the PKCS#11 token',
      z.string().min(1).max(128).optional(),
    ],
  }) as unknown as Record<
    P | `${P}_FILE` | `${P}_PASSPHRASE` | `${P}_PASSPHRASE_FILE` | `${P}_PKCS11`,
    readonly [string, z.ZodOptional<z.ZodString>]
  >;

/** Every setting: its valid values in words, to follow "must be", and its schema. */
export const SETTINGS = {
  HOST: ['a host name or address to listen on', z.string().min(1).default('127.0.0.1')],
  PORT: ['a port from 0 (any free one) to 65535', wholeNumber(0, 65_535).default(4000)],
  DATABASE_URL: [
    'file:<path> of a SQLite database on disk, or postgresql://user:password@host:port/database without the parameter options',
    z.string().refine(isDatabaseUrl).optional(),
  ],
  KEYWRIGHT_POOL_SIZE: [
    'a number of connections to PostgreSQL from 4 to 200',
    wholeNumber(4, 200).default(12),
  ],
  KEYWRIGHT_STATEMENT_TIMEOUT_MS: [
    'milliseconds from 100 to 60000',
    wholeNumber(100, 60_000).default(5_000),
  ],
  KEYWRIGHT_ACQUIRE_TIMEOUT_MS: [
    'milliseconds from 100 to 60000',
    wholeNumber(100, 60_000).default(2_000),
  ],
  KEYWRIGHT_DATA_DIR: ['a folder', z.string().min(1).default('data')],
  ...rootKeySettings('KEYWRIGHT_ROOT_KEY'),
  ...rootKeySettings('KEYWRIGHT_NEXT_ROOT_KEY'),
  KEYWRIGHT_PKCS11_MODULE: ['the path of a PKCS#11 library', path],
  KEYWRIGHT_PKCS11_TOKEN: [
    'the label of a token of that library',
    z.string().min(1).max(32).optional(),
  ],
  KEYWRIGHT_PKCS11_PIN: ['the PIN of that token', z.string().min(1).max(256).optional()],
  KEYWRIGHT_PKCS11_PIN_FILE: ['the path of a file that holds the PIN', path],
  KEYWRIGHT_REGION: [
    'a region name such as cn-hangzhou',
    z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .optional(),
  ],
  KEYWRIGHT_ACCOUNT_ID: [
    '1 to 20 digits',
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
  KEYWRIGHT_ACCESS_KEY_SECRET_FILE: ['the path of a file that holds the secret', path],
  KEYWRIGHT_XML_ROOT: ['KMS or Response', z.enum(['KMS', 'Response']).default('KMS')],
  KEYWRIGHT_PUBLIC_URL: [
    'the http(s) address that browsers use, such as https://kms.example.com, without a path',
    z.string().refine(isOrigin).optional(),
  ],
  KEYWRIGHT_MAX_BODY_BYTES: [
    'bytes from 16384 to 67108864',
    wholeNumber(16_384, 67_108_864).default(1_048_576),
  ],
  KEYWRIGHT_MAX_HEADER_BYTES: [
    'bytes from 131072 to 1048576',
    wholeNumber(131_072, 1_048_576).default(262_144),
  ],
  KEYWRIGHT_MAX_CONNECTIONS: [
    'a number of connections from 16 to 65536',
    wholeNumber(16, 65_536).default(1_024),
  ],
  KEYWRIGHT_TRUSTED_PROXIES: [
    'addresses or ranges separated by commas, such as 10.0.0.0/8,fd00::/8',
    z.string().refine(areRanges).optional(),
  ],
  KEYWRIGHT_MAX_QUERY_DEPTH: ['a depth from 3 to 50', wholeNumber(3, 50).default(10)],
  KEYWRIGHT_MAX_QUERY_COST: [
    'a cost from 100 to 1000000',
    wholeNumber(100, 1_000_000).default(5_000),
  ],
  KEYWRIGHT_METRICS_TOKEN: [
    'at least 16 printable characters',
    z
      .string()
      .regex(/^[\x21-\x7e]{16,256}$/)
      .optional(),
  ],
  KEYWRIGHT_METRICS_TOKEN_FILE: ['the path of a file that holds the token', path],
  KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS: ['seconds from 5 to 300', wholeNumber(5, 300).default(60)],
  KEYWRIGHT_STOP_SECONDS: ['seconds from 1 to 300', wholeNumber(1, 300).default(8)],
  KEYWRIGHT_REPLICA_NAME: [
    '1 to 64 letters, digits, dots, colons, dashes and underscores',
    z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,64}$/)
      .optional(),
  ],
  KEYWRIGHT_LOG_LEVEL: [`one of ${LOG_LEVELS.join(', ')}`, z.enum(LOG_LEVELS).default('info')],
  /** Set in the Dockerfile, read by cli/command-text.ts. */
  KEYWRIGHT_IMAGE: ['true, as in the container image', z.literal('true').optional()],
} as const;

/** The settings by name, as their schemas parse them. */
export type Settings = { [S in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[S][1]> };
