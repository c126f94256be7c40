import type { Principal } from '#domain/policy.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { isStorableText } from '#domain/text.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { type CacheStats, SecretCache } from '#keyring/secret-cache.ts';
import { accessKeySecretContext } from '#keyring/wrap-contexts.ts';
import { insertRow, updateRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';

/** An access key with its secret. The cache owns the secret and zeroes it, so do not keep it. */
export interface AccessKey {
  readonly principal: Principal;
  readonly enabled: boolean;
  readonly secret: SecretBytes;
}

const MAX_ID_CHARACTERS = 128;

/**
 * The access keys of this deployment. Secrets are encrypted in the database; decrypted ones are
 * zeroed after a minute.
 */
export class AccessKeys {
  readonly #store: Pick<Store, 'db' | 'commit'>;
  readonly #keyring: Keyring;
  readonly #cache = new SecretCache<AccessKey>({ max: 1_000, milliseconds: 60_000 }, ({ secret }) =>
    secret[Symbol.dispose](),
  );

  constructor(store: Pick<Store, 'db' | 'commit'>, keyring: Keyring) {
    this.#store = store;
    this.#keyring = keyring;
  }

  /**
   * Calls `work` with the access key of this id, even if it is disabled.
   * @param work must be synchronous, because the secret may be zeroed afterwards
   */
  use<T>(id: string, work: (accessKey: AccessKey | undefined) => T): Promise<T> {
    return this.#cache.use(id, () => this.#load(id), work);
  }

  async #load(id: string): Promise<AccessKey | undefined> {
    if (!isStorableText(id, 1, MAX_ID_CHARACTERS)) return undefined; // PostgreSQL returns an error for such text
    const row = await this.#store.db.accessKey.findUnique({ where: { id } });
    if (!row) return undefined;
    const { accountId, enabled } = row;
    const secret = new SecretBytes(
      this.#keyring.unwrap(accessKeySecretContext(accountId, id), row.sealedSecret, row.rootKeyId),
      'access key secret',
    );
    return {
      principal: {
        accountId,
        accessKeyId: id,
        allowedActions: JSON.parse(row.allowedActions) as string[],
      },
      enabled,
      secret,
    };
  }

  /** Adds an access key to an account. */
  async add(
    { accountId, accessKeyId: id, allowedActions }: Principal,
    secret: SecretBytes,
    now: Date,
  ): Promise<void> {
    const { bytes: sealedSecret, rootKeyId } = this.#keyring.wrap(
      accessKeySecretContext(accountId, id),
      secret.bytes,
    );
    const row = {
      id,
      accountId,
      sealedSecret,
      rootKeyId,
      enabled: true,
      allowedActions: JSON.stringify(allowedActions),
      createdAt: now,
    };
    await this.#store.commit([insertRow(TABLES.accessKey, row)]);
  }

  /** Enables or disables an access key. On this replica it takes effect at once. */
  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.#store.commit([updateRow(TABLES.accessKey, { id }, { enabled })]);
    this.drop([id]);
  }

  /** Zeroes the decrypted secrets of these access keys. Call it when they have changed. */
  drop(ids: readonly string[]): void {
    this.#cache.drop((_accessKey, name) => ids.includes(name));
  }

  /** For the metrics. */
  stats(): CacheStats {
    return this.#cache.stats();
  }

  /** Zeroes all decrypted secrets. */
  clear(): void {
    this.#cache.clear();
  }
}
