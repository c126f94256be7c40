import type { Config } from '#config/config.ts';
import { ConfigError } from '#config/config-error.ts';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { newAccessKey } from '#integrity/new-access-key.ts';
import { newRootAccessKey } from '#integrity/new-account.ts';
import { changeOwner } from '#integrity/owner-writes.ts';
import { type AccountOwner, findAccount, isOwnerAuthentic } from '#integrity/owners.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { accessKeySecretContext } from '#keyring/wrap-contexts.ts';
import type { Insert } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { insertEvent } from '#store/writes/audit-event.ts';

/** The access key that the first start generates. */
export interface FirstAccessKey {
  readonly id: string;
  readonly secret: SecretBytes;
}

/** Prints or saves the generated access key, whose secret cannot be read later. */
export type KeepAccessKey = (accessKey: FirstAccessKey) => void;

/** What a start did with access keys. */
export interface EnsuredAccessKey {
  /** Id of the access key that this start has generated. */
  readonly generatedId?: string;
  /** Access keys of earlier settings that still work. */
  readonly stillActive: readonly string[];
}

interface Deployed {
  readonly accountId: string;
  readonly keyring: Keyring;
}

/**
 * Adds the configured access key of the account's root identity if it is new. Without one, generates an access key if the
 * account has none.
 * @throws ConfigError where the configured secret is not that of the access key in the database
 */
export async function ensureAccessKey(
  store: Store,
  { accountId, keyring }: Deployed,
  config: Config,
  now: Date,
  keep: KeepAccessKey,
): Promise<EnsuredAccessKey> {
  const account = await findAccount(store.db, accountId);
  if (!account || !isOwnerAuthentic(keyring, account))
    throw new ConfigError(
      `The rows of account ${accountId} in the database were altered outside Keywright. Restore a backup.`,
    );
  const { accessKey } = config;
  if (accessKey) return configure(store, keyring, account, { ...config, accessKey }, now);
  if (account.accessKeys.length > 0) return { stillActive: [] };
  const { row, secret } = newRootAccessKey(keyring, accountId, now);
  const { id } = row;
  using _secret = secret;
  keep({ id, secret }); // before the commit: after a crash in between, nobody could learn the secret
  await store.commit([
    ...changeOwner(keyring, account, { ...account, accessKeys: [row] }),
    configured(accountId, now, { accessKeyId: id, generated: true }),
  ]);
  return { generatedId: id, stillActive: [] };
}

type Configured = Config & { readonly accessKey: FirstAccessKey };

/** Adds or replaces the configured access key. Others that came from settings are replaced by it, or named. */
async function configure(
  store: Store,
  keyring: Keyring,
  account: AccountOwner,
  { accessKey: { id, secret }, replaceAccessKey }: Configured,
  now: Date,
): Promise<EnsuredAccessKey> {
  const accountId = account.row.id;
  const known = await store.db.accessKey.findUnique({ where: { id } });
  if (known && (known.accountId !== accountId || known.userId !== null))
    throw new ConfigError(
      `KEYWRIGHT_ACCESS_KEY_ID names the access key of a user or of another account. Use another id.`,
    );
  const own = account.accessKeys.find((row) => row.id === id);
  const isSame = own && hasSecret(keyring, own, secret);
  if (own && !isSame && !replaceAccessKey)
    throw new ConfigError(
      `KEYWRIGHT_ACCESS_KEY_SECRET differs from the secret of ${id} in the database. Use that secret, another KEYWRIGHT_ACCESS_KEY_ID, or set KEYWRIGHT_ACCESS_KEY_REPLACE=true to replace the secret.`,
    );
  const earlier = account.accessKeys.filter((row) => row.configured && row.id !== id);
  const stillActive = replaceAccessKey
    ? []
    : earlier.filter(({ enabled }) => enabled).map((row) => row.id);
  const replaced = replaceAccessKey ? earlier : [];
  if (own && isSame && own.configured && replaced.length === 0) return { stillActive };
  const base = newAccessKey(keyring, { id, accountId, userId: null }, secret, now);
  const row =
    own && isSame
      ? { ...own, configured: true }
      : { ...base, ...(own && keptOf(own)), configured: true };
  const others = account.accessKeys.filter((one) => one.id !== id && !replaced.includes(one));
  const deleted = replaced.map((one) => one.id);
  await store.commit([
    ...changeOwner(keyring, account, { ...account, accessKeys: [...others, row] }),
    configured(accountId, now, {
      accessKeyId: id,
      secretReplaced: own !== undefined && !isSame,
      ...(deleted.length > 0 && { deleted }),
    }),
  ]);
  return { stillActive };
}

/** The audit row of access keys that a start has changed. */
const configured = (accountId: string, createdAt: Date, details: object): Insert =>
  insertEvent('ConfigureAccessKey', 'server', { accountId, createdAt }, details);

/** What an access key keeps when its secret is replaced: a disabled one stays disabled. */
const keptOf = ({ enabled, createdAt, mac }: AccountOwner['accessKeys'][number]) => ({
  enabled,
  createdAt,
  mac,
});

function hasSecret(
  keyring: Keyring,
  { id, accountId, sealedSecret, rootKeyId }: AccountOwner['accessKeys'][number],
  secret: SecretBytes,
): boolean {
  const stored = keyring.unwrap(accessKeySecretContext(accountId, id), sealedSecret, rootKeyId);
  const isSame = stored.equals(secret.bytes);
  stored.fill(0);
  return isSame;
}
