import type { Config } from '#config/config.ts';
import { ConfigError } from '#config/config-error.ts';
import type { Progress } from '#domain/progress.ts';
import { AccessKeys } from '#identity/access-keys.ts';
import { ApiTokens } from '#identity/api-tokens.ts';
import { Credentials } from '#identity/credentials.ts';
import { Identities } from '#identity/identities.ts';
import type { ReportDamage } from '#integrity/identity-reader.ts';
import { makeAccountId, newAccount } from '#integrity/new-account.ts';
import { insertOwner } from '#integrity/owner-writes.ts';
import { haveMacs } from '#keyring/canary.ts';
import { Keyring } from '#keyring/keyring.ts';
import { TokenKeys } from '#keyring/token-keys.ts';
import type { RootKeyProviders } from '#root-key/providers/source.ts';
import { createRootKey, openKeyring } from '#root-key/root-keys.ts';
import { insertRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { insertEvent } from '#store/writes/audit-event.ts';
import { fillMacs } from './fill-macs.ts';
import { ensureAccessKey, type KeepAccessKey } from './first-access-key.ts';

const DEFAULT_REGION = 'cn-hangzhou';

/** The account and region of a database, and the keys and access keys of its secrets. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly keyring: Keyring;
  readonly accessKeys: AccessKeys;
  /** The users and roles of callers without an access key. */
  readonly identities: Identities;
  readonly apiTokens: ApiTokens;
  readonly tokenKeys: TokenKeys;
  /** Access keys, and the sessions that token keys open. */
  readonly credentials: Credentials;
  /** Id of the access key that this start has generated; undefined if it generated none. */
  readonly firstAccessKeyId: string | undefined;
  /** Access keys of earlier settings that still work. */
  readonly stillActive: readonly string[];
}

/** How a start opens a deployment. */
export interface OpenDeploymentOptions {
  readonly now: Date;
  /** Called with a generated access key before it is stored. */
  readonly keep: KeepAccessKey;
  /** Called for each row that is not as this service wrote it. */
  readonly report: ReportDamage;
  /** Progress of the upgrade of a database without MACs. */
  readonly upgrading: Progress;
}

interface OpenedDeployment {
  readonly accountId: string;
  readonly region: string;
  readonly keyring: Keyring;
}

/**
 * Sets up an empty database, or checks that the settings fit the database. Call it under
 * `store.exclusively`, so that only one replica sets up.
 * @throws RootKeyError if a root key is missing or wrong, ConfigError if account, region or access
 * key differ
 */
export async function openDeployment(
  store: Store,
  providers: RootKeyProviders,
  config: Config,
  { now, keep, report, upgrading }: OpenDeploymentOptions,
): Promise<Deployment> {
  const opened =
    (await openExisting(store, providers, config)) ?? (await setUp(store, providers, config, now));
  const { accountId, region, keyring } = opened;
  if (!haveMacs(keyring, await store.db.rootKey.findMany()))
    await fillMacs(store, keyring, accountId, now, upgrading);
  const secrets = openSecrets(store, keyring, report);
  const { generatedId: firstAccessKeyId, stillActive } = await ensureAccessKey(
    store,
    opened,
    config,
    now,
    keep,
  );
  return { accountId, region, keyring, ...secrets, firstAccessKeyId, stillActive };
}

/** Opens the caches of the secrets by which requests are authenticated. */
function openSecrets(
  { db, lookups: epochs }: Store,
  keyring: Keyring,
  report: ReportDamage,
): Pick<Deployment, 'accessKeys' | 'identities' | 'apiTokens' | 'tokenKeys' | 'credentials'> {
  const reader = { db, keyring, report };
  const accessKeys = new AccessKeys(reader, epochs);
  const tokenKeys = new TokenKeys(db, keyring);
  const identities = new Identities(reader, epochs);
  const credentials = new Credentials(accessKeys, identities, tokenKeys);
  const apiTokens = new ApiTokens(reader, epochs);
  return { accessKeys, identities, apiTokens, tokenKeys, credentials };
}

async function openExisting(
  { db }: Store,
  providers: RootKeyProviders,
  config: Config,
): Promise<OpenedDeployment | undefined> {
  const held = await db.deployment.findUnique({ where: { id: 1 } });
  if (!held) return undefined;
  const keyring = await openKeyring(await db.rootKey.findMany(), providers);
  if (config.accountId && config.accountId !== held.accountId)
    throw new ConfigError(
      `KEYWRIGHT_ACCOUNT_ID differs from the account of this database, ${held.accountId}. Keys cannot change their account. Leave the setting out, or use another database.`,
    );
  if (config.region && config.region !== held.region)
    throw new ConfigError(
      `KEYWRIGHT_REGION differs from the region of this database, ${held.region}. Leave the setting out, or use another database.`,
    );
  return { ...held, keyring };
}

async function setUp(
  store: Store,
  { current }: RootKeyProviders,
  config: Config,
  now: Date,
): Promise<OpenedDeployment> {
  const accountId = config.accountId ?? makeAccountId();
  const region = config.region ?? DEFAULT_REGION;
  const { loaded, row } = await createRootKey(current, { accountId, state: 'current', now });
  const keyring = new Keyring(loaded);
  await store.commit([
    insertRow(TABLES.deployment, { id: 1, accountId, region, createdAt: now }),
    insertRow(TABLES.rootKey, row),
    ...insertOwner(keyring, newAccount(keyring, accountId, now)),
    insertEvent('SetUpDatabase', 'server', { accountId, createdAt: now }, { region }),
  ]);
  return { accountId, region, keyring };
}
