import { LRUCache } from 'lru-cache';
import type { Principal } from '#domain/policy.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { accessKeySecretPlace } from '#keyring/places.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';

/** An access key, ready to authenticate with. The secret belongs to the cache: it is not to be kept. */
export interface AccessKey {
  readonly principal: Principal;
  readonly enabled: boolean;
  readonly secret: SecretBytes;
}

const CACHED_MILLISECONDS = 60_000;
const CACHED_KEYS = 1_000;

/** The access keys of this deployment. Secrets are sealed in the database; unsealed ones live for a minute, and are zeroed. */
export class AccessKeys {
  readonly #store: Pick<Store, 'db' | 'commit'>;
  readonly #keyring: Keyring;
  #changes = 0;
  readonly #cache = new LRUCache<string, AccessKey>({
    max: CACHED_KEYS,
    ttl: CACHED_MILLISECONDS,
    ttlAutopurge: false,
    dispose: ({ secret }) => secret[Symbol.dispose](),
  });

  constructor(store: Pick<Store, 'db' | 'commit'>, keyring: Keyring) {
    this.#store = store;
    this.#keyring = keyring;
  }

  /**
   * Lets `work` see the access key of this id, disabled ones included. `work` is synchronous, so that no secret
   * is zeroed, by its minute or by `setEnabled`, while somebody computes with it.
   */
  async use<T>(id: string, work: (accessKey: AccessKey | undefined) => T): Promise<T> {
    const cached = this.#cache.get(id);
    if (cached) return work(cached);
    const changes = this.#changes;
    const row = await this.#store.db.accessKey.findUnique({ where: { id } });
    if (!row) return work(undefined);
    if (changes !== this.#changes) return this.use(id, work); // the row may be older than what disabled the key
    return work(this.#cache.get(id) ?? this.#unseal(row));
  }

  #unseal({ id, accountId, enabled, allowedActions, sealedSecret }: Rows['accessKey']): AccessKey {
    const secret = new SecretBytes(this.#keyring.unwrap(accessKeySecretPlace(accountId, id), sealedSecret), 'access key secret');
    const accessKey = {
      principal: { accountId, accessKeyId: id, allowedActions: JSON.parse(allowedActions) as string[] },
      enabled,
      secret,
    };
    this.#cache.set(id, accessKey);
    return accessKey;
  }

  /** Adds a credential to an account. */
  async add({ accountId, accessKeyId: id, allowedActions }: Principal, secret: SecretBytes, now: Date): Promise<void> {
    const sealedSecret = this.#keyring.wrap(accessKeySecretPlace(accountId, id), secret.bytes);
    const row = { id, accountId, sealedSecret, enabled: true, allowedActions: JSON.stringify(allowedActions), createdAt: now };
    await this.#store.commit({ inserts: [{ table: 'accessKey', row }] });
  }

  /** Enables or disables a credential, at once: what is unsealed is dropped. */
  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.#store.commit({ accessKeyChanges: [{ id, to: { enabled } }] });
    this.#changes += 1;
    this.#cache.delete(id);
  }

  /** Forgets every unsealed secret. */
  clear(): void {
    this.#cache.clear();
  }
}
