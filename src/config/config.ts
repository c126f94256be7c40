import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { DatabaseSource } from '#store/store.ts';
import { ConfigError } from './config-error.ts';
import { originsIn } from './origin-settings.ts';
import { rootKeySource } from './root-key-source.ts';
import { secretSetting } from './secret-setting.ts';
import { rangesIn, SETTINGS, type Settings } from './settings.ts';
import { refuseUnknownSettings } from './unknown-settings.ts';
import { type WorkerPlace, workersIn } from './workers.ts';

/**
 * The environment, with the variables of a file `.env` in the working folder. Also disables
 * SIGUSR1, which opens Node's debugger: the caller will read the root key next. `node
 * --disable-sigusr1`, which every npm script and the image use, does so from the start of the
 * process; this is for a start without that option.
 */
export function environment(): NodeJS.ProcessEnv {
  process.on('SIGUSR1', () => {});
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  refuseUnknownSettings(environment);
  const values = Object.entries(SETTINGS).map(([name, { expected, schema }]) => {
    const { success, data } = schema.safeParse(environment[name] || undefined);
    if (!success) throw new ConfigError(`${name} must be ${expected}.`);
    return [name, data] as const;
  });
  return Object.fromEntries(values) as unknown as Settings;
}

/**
 * Reads and checks all settings, but not the files that only the server needs.
 * @throws ConfigError for the first wrong setting, RootKeyError for a root key that is not 32 bytes
 * in base64
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(environment);
  const metricsToken = secretSetting(settings, 'KEYWRIGHT_METRICS_TOKEN');
  const dataDir = resolve(settings.KEYWRIGHT_DATA_DIR);
  const database = databaseIn(settings, dataDir);
  return Object.freeze({
    host: settings.HOST,
    port: settings.PORT,
    dataDir,
    database,
    directWrites: settings.KEYWRIGHT_DIRECT_WRITES,
    workers: workersIn(settings, database),
    /** Set in a worker only: `shareOf`. */
    worker: undefined as WorkerPlace | undefined,
    pool: Object.freeze({
      poolSize: settings.KEYWRIGHT_POOL_SIZE,
      statementMilliseconds: settings.KEYWRIGHT_STATEMENT_TIMEOUT_MS,
      acquireMilliseconds: settings.KEYWRIGHT_ACQUIRE_TIMEOUT_MS,
    }),
    ...rootKeysIn(settings, database),
    region: settings.KEYWRIGHT_REGION,
    accountId: settings.KEYWRIGHT_ACCOUNT_ID,
    accessKey: accessKeyIn(settings),
    replaceAccessKey: settings.KEYWRIGHT_ACCESS_KEY_REPLACE,
    maxAccessKeys: settings.KEYWRIGHT_MAX_ACCESS_KEYS,
    quotas: Object.freeze(settings.KEYWRIGHT_QUOTAS),
    limits: Object.freeze(settings.KEYWRIGHT_LIMITS),
    lifetimes: Object.freeze({
      linkMinutes: settings.KEYWRIGHT_SIGN_IN_LINK_MINUTES,
      sessionMinutes: settings.KEYWRIGHT_SESSION_MINUTES,
    }),
    /** Only the server reads it: `readOpenIdConfig`. */
    openIdFile: settings.KEYWRIGHT_OPENID_FILE,
    auditRetentionDays: settings.KEYWRIGHT_AUDIT_RETENTION_DAYS,
    auditReads: settings.KEYWRIGHT_AUDIT_READS,
    xmlRoot: settings.KEYWRIGHT_XML_ROOT,
    publicUrl: settings.KEYWRIGHT_PUBLIC_URL,
    allowedOrigins: Object.freeze(
      originsIn(settings.KEYWRIGHT_ALLOWED_ORIGINS ?? '').filter(Boolean),
    ),
    maxBodyBytes: settings.KEYWRIGHT_MAX_BODY_BYTES,
    maxHeaderBytes: settings.KEYWRIGHT_MAX_HEADER_BYTES,
    maxConnections: settings.KEYWRIGHT_MAX_CONNECTIONS,
    trustedProxies: rangesIn(settings.KEYWRIGHT_TRUSTED_PROXIES ?? '').filter(Boolean),
    maxQueryDepth: settings.KEYWRIGHT_MAX_QUERY_DEPTH,
    maxQueryCost: settings.KEYWRIGHT_MAX_QUERY_COST,
    metricsToken: metricsToken ? SecretBytes.ofText(metricsToken, 'metrics token') : undefined,
    maxClockSkewMilliseconds: settings.KEYWRIGHT_MAX_CLOCK_SKEW_SECONDS * 1_000,
    stopMilliseconds: settings.KEYWRIGHT_STOP_SECONDS * 1_000,
    replicaName: settings.KEYWRIGHT_REPLICA_NAME,
    logLevel: settings.KEYWRIGHT_LOG_LEVEL,
  });
}

function accessKeyIn(settings: Settings) {
  const { KEYWRIGHT_ACCESS_KEY_ID: id } = settings;
  const secret = secretSetting(settings, 'KEYWRIGHT_ACCESS_KEY_SECRET');
  if (Boolean(id) !== Boolean(secret))
    throw new ConfigError(
      'Set KEYWRIGHT_ACCESS_KEY_ID and KEYWRIGHT_ACCESS_KEY_SECRET (or KEYWRIGHT_ACCESS_KEY_SECRET_FILE) together, or neither.',
    );
  return id && secret ? { id, secret: SecretBytes.ofText(secret, 'access key secret') } : undefined;
}

function rootKeysIn(settings: Settings, database: DatabaseSource) {
  const rootKey = rootKeySource(settings, 'KEYWRIGHT_ROOT_KEY');
  const nextRootKey = rootKeySource(settings, 'KEYWRIGHT_NEXT_ROOT_KEY');
  if (database.kind === 'postgresql' && !rootKey)
    throw new ConfigError(
      'With PostgreSQL every replica needs the root key: set KEYWRIGHT_ROOT_KEY_FILE, KEYWRIGHT_ROOT_KEY, KEYWRIGHT_ROOT_KEY_PASSPHRASE or KEYWRIGHT_ROOT_KEY_PKCS11. "openssl rand -base64 32" creates a key.',
    );
  if (nextRootKey && !rootKey)
    throw new ConfigError(
      'KEYWRIGHT_NEXT_ROOT_KEY needs KEYWRIGHT_ROOT_KEY. Set it, or one of its variants, too.',
    );
  return { rootKey, nextRootKey };
}

function databaseIn({ DATABASE_URL: url }: Settings, dataDir: string): DatabaseSource {
  if (!url) return { kind: 'sqlite', file: `${dataDir}/keywright.db` };
  if (url.includes(':memory:'))
    throw new ConfigError(
      'DATABASE_URL names a database in memory, which would lose all keys at each stop. Name a file, such as file:data/keywright.db.',
    );
  if (url.startsWith('file:')) return { kind: 'sqlite', file: resolve(url.slice('file:'.length)) };
  return { kind: 'postgresql', url: SecretBytes.ofText(url, 'database URL') };
}

/** The settings, typed, with defaults. */
export type Config = ReturnType<typeof readConfig>;
