import { randomBytes, randomInt } from 'node:crypto';
import type { Config } from '#config/config.ts';
import { ConfigError } from '#config/config-error.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { AccessKeys } from '#identity/access-keys.ts';
import { Keyring } from '#keyring/keyring.ts';
import type { RootKeyProviders } from '#root-key/providers/source.ts';
import { createRootKey, openKeyring } from '#root-key/root-keys.ts';
import { insertRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';

const DEFAULT_REGION = 'cn-hangzhou';
const ALL_ACTIONS = ['kms:*'];
/** Generated account ids have 16 digits, like the cloud's. */
const MIN_ACCOUNT_ID = 1_000_000_000_000_000;

/** The account and region of a database, and the keys and access keys of its secrets. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly keyring: Keyring;
  readonly accessKeys: AccessKeys;
  /** Id of the access key that this start has generated; undefined if it generated none. */
  readonly firstAccessKeyId: string | undefined;
}

/** The access key that the first start generates. */
export interface FirstAccessKey {
  readonly id: string;
  readonly secret: SecretBytes;
}

/** Prints or saves the generated access key, whose secret cannot be read later. */
export type KeepAccessKey = (accessKey: FirstAccessKey) => void;

interface OpenedDeployment {
  readonly accountId: string;
  readonly region: string;
  readonly keyring: Keyring;
}

/**
 * Sets up an empty database, or checks that the settings fit the database. Call it under
 * `store.exclusively`, so that only one replica sets up.
 * @param keep called with a generated access key before it is stored
 * @throws RootKeyError if a root key is missing or wrong, ConfigError if account, region or access
 * key differ
 */
export async function openDeployment(
  store: Store,
  providers: RootKeyProviders,
  config: Config,
  now: Date,
  keep: KeepAccessKey,
): Promise<Deployment> {
  const { accountId, region, keyring } =
    (await openExisting(store, providers, config)) ?? (await setUp(store, providers, config, now));
  const accessKeys = new AccessKeys(store, keyring);
  const firstAccessKeyId = await ensureAccessKey(store, accessKeys, config, accountId, now, keep);
  return { accountId, region, keyring, accessKeys, firstAccessKeyId };
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
  const accountId = config.accountId ?? String(MIN_ACCOUNT_ID + randomInt(2 ** 47));
  const region = config.region ?? DEFAULT_REGION;
  const { loaded, row } = await createRootKey(current, { accountId, state: 'current', now });
  await store.commit([
    insertRow(TABLES.deployment, { id: 1, accountId, region, createdAt: now }),
    insertRow(TABLES.rootKey, row),
  ]);
  return { accountId, region, keyring: new Keyring(loaded) };
}

/**
 * Adds the configured access key if it is new. Without one, generates an access key if the account
 * has none.
 */
async function ensureAccessKey(
  store: Store,
  accessKeys: AccessKeys,
  config: Config,
  accountId: string,
  now: Date,
  keep: KeepAccessKey,
): Promise<string | undefined> {
  const { accessKey } = config;
  if (accessKey) {
    const same = await accessKeys.use(
      accessKey.id,
      (known) =>
        known &&
        known.principal.accountId === accountId &&
        known.secret.bytes.equals(accessKey.secret.bytes),
    );
    if (same === false)
      throw new ConfigError(
        `KEYWRIGHT_ACCESS_KEY_SECRET differs from the secret of ${accessKey.id} in the database. Use that secret, or another KEYWRIGHT_ACCESS_KEY_ID.`,
      );
    if (same === undefined)
      await accessKeys.add(
        { accountId, accessKeyId: accessKey.id, allowedActions: ALL_ACTIONS },
        accessKey.secret,
        now,
      );
    return undefined;
  }
  if (await store.db.accessKey.findFirst({ where: { accountId }, select: { id: true } }))
    return undefined;
  const id = `KW${randomBytes(10).toString('hex').toUpperCase()}`;
  using secret = SecretBytes.ofText(randomBytes(24).toString('base64url'), 'access key secret');
  keep({ id, secret }); // before the commit: after a crash in between, nobody could learn the secret
  await accessKeys.add({ accountId, accessKeyId: id, allowedActions: ALL_ACTIONS }, secret, now);
  return id;
}
