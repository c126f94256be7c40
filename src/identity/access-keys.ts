import type { Principal } from '#domain/principal.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { isStorableText } from '#domain/text.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { ownerOf, readIdentity, sessionsValidAfter } from '#integrity/principals.ts';
import { isAuthentic } from '#integrity/row-mac.ts';
import { type CacheStats, SecretCache } from '#keyring/secret-cache.ts';
import { accessKeySecretContext } from '#keyring/wrap-contexts.ts';
import { TABLES } from '#store/tables.ts';
import { beginRead, type Epochs, type Freshness, freshnessOf } from './freshness.ts';
import { Turns } from './turns.ts';

/** An access key with its secret. The cache owns the secret and zeroes it, so do not keep it. */
export interface AccessKey {
  readonly principal: Principal;
  readonly enabled: boolean;
  readonly expiresAt: Date | null;
  /** Sessions of its account that were opened before are invalid. */
  readonly sessionsValidAfter: Date;
  readonly secret: SecretBytes;
}

const MAX_ID_CHARACTERS = 128;

/** Whether an access key may be used at this time. */
export const isUsable = (
  { enabled, expiresAt }: Pick<AccessKey, 'enabled' | 'expiresAt'>,
  now: Date,
): boolean => enabled && (expiresAt === null || expiresAt > now);

/**
 * The access keys of this deployment, each with the principal that it belongs to. Secrets are encrypted in the database;
 * decrypted ones are zeroed after a minute. Each use checks that nothing of the account's identities has changed.
 */
export class AccessKeys {
  readonly #reader: IdentityReader;
  readonly #epochs: Epochs;
  readonly #turns = new Turns();
  readonly #cache = new SecretCache<AccessKey & { readonly freshness: Freshness }>(
    { max: 1_000, milliseconds: 60_000 },
    ({ secret }) => secret[Symbol.dispose](),
  );

  constructor(reader: IdentityReader, epochs: Epochs) {
    this.#reader = reader;
    this.#epochs = epochs;
  }

  /**
   * Calls `work` with the access key of this id, even if it is disabled or expired.
   * @param work must be synchronous, because the secret may be zeroed afterwards
   * @throws ServiceUnavailableError
   */
  async use<T>(id: string, work: (accessKey: AccessKey | undefined) => T): Promise<T> {
    const use = () => this.#cache.use(id, () => this.#load(id), work);
    for (;;) {
      const cached = this.#cache.peek(id);
      const freshness = cached && (await freshnessOf(this.#epochs, cached.freshness));
      if (freshness === 'aging' && !this.#turns.running(id)) this.#readAgain(id);
      if (freshness && freshness !== 'outdated') return await use(); // `await` takes one turn of the microtask queue, a returned promise three
      const running = this.#turns.running(id);
      if (!running) {
        if (cached) this.#cache.forget(id, cached);
        return this.#turns.run(id, use);
      }
      await running;
    }
  }

  /** Reads an access key again in the background. If that fails, it is read again before it becomes too old. */
  #readAgain(id: string): void {
    this.#turns.run(id, () => this.#cache.refresh(id, () => this.#load(id))).catch(() => {}); // the store reports that the database failed
  }

  async #load(id: string): Promise<(AccessKey & { readonly freshness: Freshness }) | undefined> {
    if (!isStorableText(id, 1, MAX_ID_CHARACTERS)) return undefined; // PostgreSQL returns an error for such text
    const { db, keyring, report } = this.#reader;
    const known = await db.accessKey.findUnique({ where: { id }, select: { accountId: true } });
    if (!known) return undefined;
    const freshness = await beginRead(this.#epochs, known.accountId);
    const row = await db.accessKey.findUnique({ where: { id } });
    if (!row) return undefined;
    const isIntact = isAuthentic(keyring, TABLES.accessKey, row);
    const identity = isIntact && (await readIdentity(this.#reader, ownerOf(row)));
    if (!identity) {
      report('AccessKey', id);
      return undefined;
    }
    const context = accessKeySecretContext(row.accountId, id);
    const validAfter = await sessionsValidAfter(this.#reader, row.accountId);
    const secret = keyring.unwrap(context, row.sealedSecret, row.rootKeyId);
    return {
      principal: {
        ...identity,
        credential: { type: 'AccessKey', id, expiresAt: row.expiresAt },
      },
      enabled: row.enabled,
      expiresAt: row.expiresAt,
      sessionsValidAfter: validAfter,
      secret: new SecretBytes(secret, 'access key secret'),
      freshness,
    };
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
