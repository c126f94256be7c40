import { randomBytes, randomInt } from 'node:crypto';
import type { Config } from '#config/config.ts';
import { ConfigError } from '#config/config-error.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { AccessKeys } from '#identity/access-keys.ts';
import { Keyring } from '#keyring/keyring.ts';
import type { RootKeyProviders } from '#root-key/providers/source.ts';
import { createRootKey, openKeyring } from '#root-key/root-keys.ts';
import type { Store } from '#store/store.ts';

const DEFAULT_REGION = 'cn-hangzhou';
const EVERYTHING = ['kms:*'];
/** Made-up accounts have 16 digits, as the cloud's have. */
const FIRST_ACCOUNT = 1_000_000_000_000_000;

/** What this database belongs to, opened: its account, its region, its keys. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly keyring: Keyring;
  readonly accessKeys: AccessKeys;
  /** The id of the access key that this start has made up, if it has. */
  readonly firstAccessKeyId: string | undefined;
}

/** The access key that a first start makes up. */
export interface FirstAccessKey {
  readonly id: string;
  readonly secret: SecretBytes;
}

export type KeepAccessKey = (accessKey: FirstAccessKey) => void;

interface Opened {
  readonly accountId: string;
  readonly region: string;
  readonly keyring: Keyring;
}

/**
 * Sets an empty database up, or checks that the settings fit the one there is. Of several replicas one at a time.
 * @throws RootKeyError when a root key is missing or another one, ConfigError when account, region or credential differ
 */
export async function openDeployment(
  store: Store,
  providers: RootKeyProviders,
  config: Config,
  now: Date,
  keep: KeepAccessKey,
): Promise<Deployment> {
  const { accountId, region, keyring } =
    (await openHeld(store, providers, config)) ?? (await setUp(store, providers, config, now));
  const accessKeys = new AccessKeys(store, keyring);
  const firstAccessKeyId = await ensureAccessKey(store, accessKeys, config, accountId, now, keep);
  return { accountId, region, keyring, accessKeys, firstAccessKeyId };
}

async function openHeld(
  { db }: Store,
  providers: RootKeyProviders,
  config: Config,
): Promise<Opened | undefined> {
  const held = await db.deployment.findUnique({ where: { id: 1 } });
  if (!held) return undefined;
  const keyring = await openKeyring(await db.rootKey.findMany(), providers);
  if (config.accountId && config.accountId !== held.accountId)
    throw new ConfigError(
      `KEYWRIGHT_ACCOUNT_ID differs from the account of this database, ${held.accountId}. Keys are bound to their account: leave the setting out, or use another database.`,
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
): Promise<Opened> {
  const accountId = config.accountId ?? String(FIRST_ACCOUNT + randomInt(2 ** 47));
  const region = config.region ?? DEFAULT_REGION;
  const { loaded, row } = await createRootKey(current, { accountId, state: 'current', now });
  await store.commit({
    inserts: [
      { table: 'deployment', row: { id: 1, accountId, region, createdAt: now } },
      { table: 'rootKey', row },
    ],
  });
  return { accountId, region, keyring: new Keyring(loaded) };
}

/** Adds the configured access key if it is new; makes one up when there would be none at all. */
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
        `KEYWRIGHT_ACCESS_KEY_SECRET differs from the secret that the database holds for ${accessKey.id}. Use that secret, or another KEYWRIGHT_ACCESS_KEY_ID.`,
      );
    if (same === undefined)
      await accessKeys.add(
        { accountId, accessKeyId: accessKey.id, allowedActions: EVERYTHING },
        accessKey.secret,
        now,
      );
    return undefined;
  }
  if (await store.db.accessKey.findFirst({ where: { accountId }, select: { id: true } }))
    return undefined;
  const id = `KW${randomBytes(10).toString('hex').toUpperCase()}`;
  using secret = SecretBytes.ofText(randomBytes(24).toString('base64url'), 'access key secret');
  keep({ id, secret }); // before it is durable: nobody could learn its secret afterwards
  await accessKeys.add({ accountId, accessKeyId: id, allowedActions: EVERYTHING }, secret, now);
  return id;
}
