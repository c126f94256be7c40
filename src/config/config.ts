import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { DatabaseSource } from '#store/store.ts';
import { ConfigError } from './config-error.ts';
import { rootKeySource } from './root-key-source.ts';
import { secretSetting } from './secret-setting.ts';
import { rangesIn, SETTINGS, type Settings } from './settings.ts';
import { refuseUnknownSettings } from './unknown-settings.ts';

/**
 * The environment, with what a file `.env` in the working folder adds to it. Whoever asks for it is about to hold the
 * root key: from here on SIGUSR1 opens no debugger. `node --disable-sigusr1` does that from the first moment, and every
 * npm script and the image have it; this is for a start by hand without it.
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

/** Reads the environment: typed, checked, frozen. @throws ConfigError for the first setting that is wrong, RootKeyError for a root key that is none */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  const settings = readSettings(environment);
  const { KEYWRIGHT_ACCESS_KEY_ID: accessKeyId } = settings;
  const secret = secretSetting(settings, 'KEYWRIGHT_ACCESS_KEY_SECRET');
  const metricsToken = secretSetting(settings, 'KEYWRIGHT_METRICS_TOKEN');
  if (Boolean(accessKeyId) !== Boolean(secret))
    throw new ConfigError(
      'Set KEYWRIGHT_ACCESS_KEY_ID and KEYWRIGHT_ACCESS_KEY_SECRET (or KEYWRIGHT_ACCESS_KEY_SECRET_FILE) together, or neither.',
    );

  const dataDir = resolve(settings.KEYWRIGHT_DATA_DIR);
  const database = databaseIn(settings, dataDir);
  const rootKey = rootKeySource(settings, 'KEYWRIGHT_ROOT_KEY');
  const nextRootKey = rootKeySource(settings, 'KEYWRIGHT_NEXT_ROOT_KEY');
  if (database.kind === 'postgresql' && !rootKey)
    throw new ConfigError(
      'With PostgreSQL the root key must be given to every replica: set KEYWRIGHT_ROOT_KEY_FILE, KEYWRIGHT_ROOT_KEY, KEYWRIGHT_ROOT_KEY_PASSPHRASE or KEYWRIGHT_ROOT_KEY_PKCS11. "openssl rand -base64 32" makes a key.',
    );
  if (nextRootKey && !rootKey)
    throw new ConfigError(
      'Set KEYWRIGHT_ROOT_KEY beside KEYWRIGHT_NEXT_ROOT_KEY, by any of their ways.',
    );

  return Object.freeze({
    host: settings.HOST,
    port: settings.PORT,
    dataDir,
    database,
    pool: Object.freeze({
      poolSize: settings.KEYWRIGHT_POOL_SIZE,
      statementMilliseconds: settings.KEYWRIGHT_STATEMENT_TIMEOUT_MS,
      acquireMilliseconds: settings.KEYWRIGHT_ACQUIRE_TIMEOUT_MS,
    }),
    rootKey,
    nextRootKey,
    region: settings.KEYWRIGHT_REGION,
    accountId: settings.KEYWRIGHT_ACCOUNT_ID,
    accessKey:
      accessKeyId && secret
        ? { id: accessKeyId, secret: SecretBytes.ofText(secret, 'access key secret') }
        : undefined,
    xmlRoot: settings.KEYWRIGHT_XML_ROOT,
    publicUrl: settings.KEYWRIGHT_PUBLIC_URL,
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

function databaseIn({ DATABASE_URL: url }: Settings, dataDir: string): DatabaseSource {
  if (!url) return { kind: 'sqlite', file: `${dataDir}/keywright.db` };
  if (url.includes(':memory:'))
    throw new ConfigError(
      'DATABASE_URL names a database in memory, whose keys would be lost at each stop. Name a file: file:data/keywright.db.',
    );
  if (url.startsWith('file:')) return { kind: 'sqlite', file: resolve(url.slice('file:'.length)) };
  return { kind: 'postgresql', url: SecretBytes.ofText(url, 'database URL') };
}

export type Config = ReturnType<typeof readConfig>;
