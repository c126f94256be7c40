import { z } from 'zod';
import { trustedProxies } from '#http/client.ts';
import { LOG_LEVELS } from '#log/log.ts';
import { AUDIT_SETTINGS } from './audit-settings.ts';
import { OPENID_SETTINGS } from './openid-settings.ts';
import { isOrigin, ORIGIN_SETTINGS } from './origin-settings.ts';
import { QUOTA_SETTINGS } from './quota-settings.ts';
import { flag, type Setting, wholeNumber } from './setting.ts';
import { SIGN_IN_SETTINGS } from './sign-in-settings.ts';
import { MIN_CONNECTIONS, MIN_POOL_SIZE, WORKER_SETTINGS } from './worker-settings.ts';

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
const rootKeySettings = <const P extends string>(prefix: P, purpose: string, fallback?: string) =>
  ({
    [prefix]: {
      expected: '32 bytes in base64, as "openssl rand -base64 32" makes them',
      schema: z.string().optional(),
      description: `${purpose}, as text. Other processes may be able to read the environment: prefer a file.`,
    },
    [`${prefix}_FILE`]: {
      expected: 'the path of a file that holds the root key',
      schema: path,
      description: `${purpose}, in a file: 32 bytes in base64.`,
      ...(fallback && { fallback }),
    },
    [`${prefix}_PASSPHRASE`]: {
      expected: 'a passphrase of at least 16 characters',
      schema: z.string().min(16).max(1_024).optional(),
      description: `${purpose}, derived from this passphrase by scrypt (N 2^17, r 8).`,
    },
    [`${prefix}_PASSPHRASE_FILE`]: {
      expected: 'the path of a file that holds the passphrase',
      schema: path,
      description: 'The same passphrase, in a file.',
    },
    [`${prefix}_PKCS11`]: {
      expected: 'the label of an AES key on the PKCS#11 token',
      schema: z.string().min(1).max(128).optional(),
      description: `${purpose}, encrypted by this AES key of a PKCS#11 token. The AES key never leaves the token.`,
    },
  }) as unknown as Record<
    P | `${P}_FILE` | `${P}_PASSPHRASE` | `${P}_PASSPHRASE_FILE` | `${P}_PKCS11`,
    Setting<z.ZodOptional<z.ZodString>>
  >;

/** Every setting: its valid values in words, to follow "must be", its schema and its description. */
export const SETTINGS = {
  HOST: {
    expected: 'a host name or address to listen on',
    schema: z.string().min(1).default('127.0.0.1'),
    description:
      'The host name or address on which the server listens. The container image sets `0.0.0.0`.',
  },
  PORT: {
    expected: 'a port from 0 (any free one) to 65535',
    schema: wholeNumber(0, 65_535).default(4000),
    description: 'The TCP port on which the server listens, without TLS.',
  },
  DATABASE_URL: {
    expected:
      'file:<path> of a SQLite database on disk, or postgresql://user:password@host:port/database without the parameter options',
    schema: z.string().refine(isDatabaseUrl).optional(),
    description: 'The database: SQLite for one server, PostgreSQL for any number of replicas.',
    fallback: '`file:<data dir>/keywright.db`',
  },
  KEYWRIGHT_DIRECT_WRITES: {
    expected: 'true or false',
    schema: flag('true'),
    description:
      'Whether audit rows, nonces and counts of uses are written by prepared statements, without Prisma. `false` writes every row by Prisma, which is slower: use it to rule out a fault.',
  },
  ...WORKER_SETTINGS,
  KEYWRIGHT_POOL_SIZE: {
    expected: `a number of connections to PostgreSQL from ${MIN_POOL_SIZE} to 200`,
    schema: wholeNumber(MIN_POOL_SIZE, 200).default(12),
    description:
      'Connections to PostgreSQL of one server, which its workers share. One more connection of each worker listens for notifications.',
  },
  KEYWRIGHT_STATEMENT_TIMEOUT_MS: {
    expected: 'milliseconds from 100 to 60000',
    schema: wholeNumber(100, 60_000).default(5_000),
    description: 'How long PostgreSQL may work on one statement. After that the answer is 503.',
  },
  KEYWRIGHT_ACQUIRE_TIMEOUT_MS: {
    expected: 'milliseconds from 100 to 60000',
    schema: wholeNumber(100, 60_000).default(2_000),
    description:
      'How long a request waits for a connection to PostgreSQL, and how long a new connection may take. After that the answer is 503.',
  },
  KEYWRIGHT_DATA_DIR: {
    expected: 'a folder',
    schema: z.string().min(1).default('data'),
    description:
      'The folder for the SQLite database, the root key file and the first access key. The container image sets `/data`.',
  },
  ...rootKeySettings(
    'KEYWRIGHT_ROOT_KEY',
    'The root key',
    '`<data dir>/root-key`, which the server makes for an empty SQLite database',
  ),
  ...rootKeySettings('KEYWRIGHT_NEXT_ROOT_KEY', 'The root key to rotate to'),
  KEYWRIGHT_PKCS11_MODULE: {
    expected: 'the path of a PKCS#11 library',
    schema: path,
    description: 'The PKCS#11 library of the token.',
  },
  KEYWRIGHT_PKCS11_TOKEN: {
    expected: 'the label of a token of that library',
    schema: z.string().min(1).max(32).optional(),
    description: 'The label of the token.',
  },
  KEYWRIGHT_PKCS11_PIN: {
    expected: 'the PIN of that token',
    schema: z.string().min(1).max(256).optional(),
    description: 'The PIN of the token.',
  },
  KEYWRIGHT_PKCS11_PIN_FILE: {
    expected: 'the path of a file that holds the PIN',
    schema: path,
    description: 'The same PIN, in a file.',
  },
  KEYWRIGHT_REGION: {
    expected: 'a region name such as cn-hangzhou',
    schema: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .optional(),
    description: 'The region in ARNs. It cannot change after the first start.',
    fallback: '`cn-hangzhou`',
  },
  KEYWRIGHT_ACCOUNT_ID: {
    expected: 'digits, as the cloud numbers its accounts',
    schema: z
      .string()
      .regex(/^\d{1,20}$/)
      .optional(),
    description: 'The account of the first access key. It cannot change after the first start.',
    fallback: 'a random number',
  },
  KEYWRIGHT_ACCESS_KEY_ID: {
    expected: '1 to 128 letters, digits, dots, dashes and underscores',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,128}$/)
      .optional(),
    description:
      "The id of an access key of the account's root identity, which has every permission in the account. The server adds it at the start if it does not exist. Give all replicas the same one.",
    fallback: 'a random id, at the first start only',
  },
  KEYWRIGHT_ACCESS_KEY_SECRET: {
    expected: 'at least 16 printable characters',
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{16,256}$/)
      .optional(),
    description: 'The secret of this access key.',
    fallback: 'a random secret, at the first start only',
  },
  KEYWRIGHT_ACCESS_KEY_SECRET_FILE: {
    expected: 'the path of a file that holds the secret',
    schema: path,
    description: 'The same secret, in a file.',
  },
  KEYWRIGHT_ACCESS_KEY_REPLACE: {
    expected: 'true or false',
    schema: flag('false'),
    description:
      'Whether this access key replaces those of earlier settings: their ids are deleted, and a secret that differs is replaced. With `false` they keep working, and the log names them.',
  },
  KEYWRIGHT_MAX_ACCESS_KEYS: {
    expected: 'a number from 1 to 100',
    schema: wholeNumber(1, 100).default(2),
    description:
      'Most access keys of a user, and of the root identity of an account. Two are enough to change one for another without a pause.',
  },
  ...SIGN_IN_SETTINGS,
  ...QUOTA_SETTINGS,
  ...OPENID_SETTINGS,
  ...AUDIT_SETTINGS,
  KEYWRIGHT_XML_ROOT: {
    expected: 'KMS or Response',
    schema: z.enum(['KMS', 'Response']).default('KMS'),
    description:
      "The root element of XML answers: `<KMS>`, or `<CreateKeyResponse>` as newer pages of the cloud's documentation show.",
  },
  KEYWRIGHT_PUBLIC_URL: {
    expected:
      'the http(s) address that browsers use, such as https://kms.example.com, without a path',
    schema: z.string().refine(isOrigin).optional(),
    description:
      "The address that browsers use. Set it behind a proxy: a session is accepted only under this host and under the server's own address. With `https:`, the session cookie is sent by TLS only.",
  },
  ...ORIGIN_SETTINGS,
  KEYWRIGHT_MAX_BODY_BYTES: {
    expected: 'bytes from 16384 to 67108864',
    schema: wholeNumber(16_384, 67_108_864).default(1_048_576),
    description: 'The largest body of a request. A larger one gets 413.',
  },
  KEYWRIGHT_MAX_HEADER_BYTES: {
    expected: 'bytes from 131072 to 1048576',
    schema: wholeNumber(131_072, 1_048_576).default(262_144),
    description: 'The largest request line and headers together. SDKs send up to 98 KB in a URL.',
  },
  KEYWRIGHT_MAX_CONNECTIONS: {
    expected: `a number of connections from ${MIN_CONNECTIONS} to 65536`,
    schema: wholeNumber(MIN_CONNECTIONS, 65_536).default(1_024),
    description:
      'Open connections. The limit is lower where the system lets the process open fewer files. Above it, the server closes the connection that has had no authenticated request for the longest time.',
  },
  KEYWRIGHT_TRUSTED_PROXIES: {
    expected: 'addresses or ranges separated by commas, such as 10.0.0.0/8,fd00::/8',
    schema: z.string().refine(areRanges).optional(),
    description:
      'The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` headers the server trusts.',
  },
  KEYWRIGHT_MAX_QUERY_DEPTH: {
    expected: 'a depth from 3 to 50',
    schema: wholeNumber(3, 50).default(10),
    description: 'The largest depth of a GraphQL query.',
  },
  KEYWRIGHT_MAX_QUERY_COST: {
    expected: 'a cost from 100 to 1000000',
    schema: wholeNumber(100, 1_000_000).default(5_000),
    description:
      'The largest cost of a GraphQL query: the number of values that it asks for, plus 100 for each filter on `keys` and each list of audit events.',
  },
  KEYWRIGHT_METRICS_TOKEN: {
    expected: 'at least 16 printable characters',
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{16,256}$/)
      .optional(),
    description:
      'The bearer token for `/metrics`. Without one, `/metrics` is open on a loopback `HOST` and closed on any other.',
  },
  KEYWRIGHT_METRICS_TOKEN_FILE: {
    expected: 'the path of a file that holds the token',
    schema: path,
    description: 'The same token, in a file.',
  },
  KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS: {
    expected: 'seconds from 5 to 300',
    schema: wholeNumber(5, 300).default(60),
    description:
      "PostgreSQL: the largest difference between the server's clock and the database's, above which the server answers 503. SQLite: the largest jump of the clock, above which jobs wait. The same for all replicas.",
  },
  KEYWRIGHT_STOP_SECONDS: {
    expected: 'seconds from 1 to 300',
    schema: wholeNumber(1, 300).default(8),
    description: 'How long the server waits for running requests after SIGTERM.',
  },
  KEYWRIGHT_REPLICA_NAME: {
    expected: '1 to 64 letters, digits, dots, colons, dashes and underscores',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,64}$/)
      .optional(),
    description:
      'The name of this server in its log, in metrics and in `npm run root-key -- status`. Of several workers each adds `-` and its number.',
    fallback: 'host name and port',
  },
  KEYWRIGHT_LOG_LEVEL: {
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    schema: z.enum(LOG_LEVELS).default('info'),
    description: 'The lowest level that is logged. The log is JSON on standard error.',
  },
  /** Set in the Dockerfile, read by cli/command-text.ts. */
  KEYWRIGHT_IMAGE: {
    expected: 'true, as in the container image',
    schema: z.literal('true').optional(),
    description: 'Set by the container image. Messages then name the commands that exist there.',
  },
} as const satisfies Record<string, Setting>;

/** The settings by name, as their schemas parse them. */
export type Settings = { [S in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[S]['schema']> };
