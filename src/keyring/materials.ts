import { KeyMaterial } from '#domain/key-material.ts';
import type { Reader } from '#store/store.ts';
import type { Keyring } from './keyring.ts';
import { type CacheStats, SecretCache, type SecretCacheOptions } from './secret-cache.ts';
import { materialPlace } from './wrap-contexts.ts';

/** Ten thousand versions in use at once are 320 KB of secret keys, or 24 MB of RSA_4096; five minutes are the life of an unused one. */
const DEFAULTS: SecretCacheOptions = { max: 10_000, milliseconds: 5 * 60_000 };

interface Unwrapped {
  readonly keyId: string;
  readonly material: KeyMaterial;
}

/** Which material is meant, and whose it is. */
export interface MaterialName {
  readonly accountId: string;
  readonly keyId: string;
  readonly keyVersionId: string;
}

/**
 * Callers name the versions of key pairs. Kept under the version's id alone, what one key has unwrapped would be lent to
 * any other, of any account and in any state, that is named along with that id.
 */
const placeOf = ({ accountId, keyId, keyVersionId }: MaterialName): string =>
  `${accountId} ${keyId} ${keyVersionId}`;

/** The material of key versions, unwrapped for a while. Every use has read its key's row before: only material is cached. */
export class Materials {
  readonly #db: Pick<Reader, 'keyVersion'>;
  readonly #keyring: Keyring;
  readonly #cache: SecretCache<Unwrapped>;

  constructor(db: Pick<Reader, 'keyVersion'>, keyring: Keyring, options = DEFAULTS) {
    this.#db = db;
    this.#keyring = keyring;
    this.#cache = new SecretCache(options, ({ material }) => material[Symbol.dispose]());
  }

  /** Lends a version's material to synchronous work; undefined when the version is gone, or its material is. */
  use<T>(name: MaterialName, work: (material: KeyMaterial | undefined) => T): Promise<T> {
    return this.#cache.use(
      placeOf(name),
      () => this.#load(name),
      (unwrapped) => work(unwrapped?.material),
    );
  }

  /** Whether a version has material at present, by the database: another replica may have deleted what is unwrapped here still. */
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
        this.#keyring.unwrap(materialPlace(accountId, keyVersionId), wrappedMaterial, rootKeyId),
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

  /** Zeroes what is unwrapped of these keys, at once. */
  drop(keyIds: readonly string[]): void {
    if (keyIds.length > 0) this.#cache.drop(({ keyId }) => keyIds.includes(keyId));
  }

  stats(): CacheStats {
    return this.#cache.stats();
  }

  clear(): void {
    this.#cache.clear();
  }
}
