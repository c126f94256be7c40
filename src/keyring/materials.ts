import { KeyMaterial } from '#domain/key-material.ts';
import type { Reader } from '#store/store.ts';
import type { Keyring } from './keyring.ts';
import { type CacheStats, SecretCache, type SecretCacheOptions } from './secret-cache.ts';
import { materialContext } from './wrap-contexts.ts';

/**
 * 10,000 versions take 320 KB as 256-bit symmetric keys, or 24 MB as RSA_4096. An entry is zeroed 5 minutes after it
 * was unwrapped.
 */
const DEFAULTS: SecretCacheOptions = { max: 10_000, milliseconds: 5 * 60_000 };

interface Unwrapped {
  readonly keyId: string;
  readonly material: KeyMaterial;
}

/** Names the material of one key version. All three ids must belong together. */
export interface MaterialName {
  readonly accountId: string;
  readonly keyId: string;
  readonly keyVersionId: string;
}

/**
 * The cache key has all three ids, because callers name the versions of key pairs: with the version id only, a caller
 * could use another key's cached material by naming its version id along with a key of their own.
 */
const cacheKeyOf = ({ accountId, keyId, keyVersionId }: MaterialName): string =>
  `${accountId} ${keyId} ${keyVersionId}`;

/** A cache of unwrapped key material. It caches no key state: callers read the key's row before each use. */
export class Materials {
  readonly #db: Pick<Reader, 'keyVersion'>;
  readonly #keyring: Keyring;
  readonly #cache: SecretCache<Unwrapped>;

  constructor(db: Pick<Reader, 'keyVersion'>, keyring: Keyring, options = DEFAULTS) {
    this.#db = db;
    this.#keyring = keyring;
    this.#cache = new SecretCache(options, ({ material }) => material[Symbol.dispose]());
  }

  /**
   * Runs synchronous work with a version's material. The material is valid only during the work.
   * @param work gets undefined when the version or its material is deleted
   * @throws UnwrapError; ServiceUnavailableError where this replica does not have the version's root key
   */
  use<T>(name: MaterialName, work: (material: KeyMaterial | undefined) => T): Promise<T> {
    return this.#cache.use(
      cacheKeyOf(name),
      () => this.#load(name),
      (unwrapped) => work(unwrapped?.material),
    );
  }

  /** Whether a version has material, by the database: another replica can have deleted what is still cached here. */
  async has(name: MaterialName): Promise<boolean> {
    return (await this.#find(name)) !== undefined;
  }

  async #load(name: MaterialName): Promise<Unwrapped | undefined> {
    const { accountId, keyId, keyVersionId } = name;
    const found = await this.#find(name);
    if (!found) return undefined;
    const { wrappedMaterial, rootKeyId } = found;
    return {
      keyId,
      material: new KeyMaterial(
        this.#keyring.unwrap(materialContext(accountId, keyVersionId), wrappedMaterial, rootKeyId),
      ),
    };
  }

  async #find({ accountId, keyId, keyVersionId: id }: MaterialName) {
    const row = await this.#db.keyVersion.findUnique({
      where: { id, keyId, accountId },
      select: { wrappedMaterial: true, rootKeyId: true },
    });
    return row && row.wrappedMaterial.length > 0 ? row : undefined;
  }

  /** Zeroes the cached material of these keys. */
  drop(keyIds: readonly string[]): void {
    if (keyIds.length > 0) this.#cache.drop(({ keyId }) => keyIds.includes(keyId));
  }

  /** Counts for the metrics. */
  stats(): CacheStats {
    return this.#cache.stats();
  }

  /** Zeroes all cached material. */
  clear(): void {
    this.#cache.clear();
  }
}
