import type { Principal } from '#domain/policy.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { isStorableText } from '#domain/text.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { type CacheStats, SecretCache } from '#keyring/secret-cache.ts';
import { accessKeySecretPlace } from '#keyring/wrap-contexts.ts';
import type { Store } from '#store/store.ts';

/** An access key, ready to authenticate with. The secret belongs to the cache: it is not to be kept. */
export interface AccessKey {
  readonly principal: Principal;
  readonly enabled: boolean;
  readonly secret: SecretBytes;
}

const LONGEST_ID = 128;

/** The access keys of this deployment. Secrets are sealed in the database; unsealed ones live for a minute, and are zeroed. */
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

  /** Lets `work` see the access key of this id, disabled ones included. */
  use<T>(id: string, work: (accessKey: AccessKey | undefined) => T): Promise<T> {
    return this.#cache.use(id, () => this.#load(id), work);
  }

  async #load(id: string): Promise<AccessKey | undefined> {
    if (!isStorableText(id, 1, LONGEST_ID)) return undefined; // whatever strangers send: no database would take it
    const row = await this.#store.db.accessKey.findUnique({ where: { id } });
    if (!row) return undefined;
    const { accountId, enabled } = row;
    const secret = new SecretBytes(
      this.#keyring.unwrap(accessKeySecretPlace(accountId, id), row.sealedSecret, row.rootKeyId),
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

  /** Adds a credential to an account. */
  async add(
    { accountId, accessKeyId: id, allowedActions }: Principal,
    secret: SecretBytes,
    now: Date,
  ): Promise<void> {
    const { bytes: sealedSecret, rootKeyId } = this.#keyring.wrap(
      accessKeySecretPlace(accountId, id),
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
    await this.#store.commit({ inserts: [{ table: 'accessKey', row }] });
  }

  /** Enables or disables a credential, at once: what is unsealed is dropped. */
  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.#store.commit({ accessKeyChanges: [{ id, to: { enabled } }] });
    this.drop([id]);
  }

  /** Zeroes the unsealed secrets of these access keys: they have changed. */
  drop(ids: readonly string[]): void {
    this.#cache.drop((_accessKey, name) => ids.includes(name));
  }

  stats(): CacheStats {
    return this.#cache.stats();
  }

  /** Forgets every unsealed secret. */
  clear(): void {
    this.#cache.clear();
  }
}
