import { hashToken } from '#domain/hash-token.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import type { Principal } from '#domain/principal.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { ownerOf, readIdentity } from '#integrity/principals.ts';
import { isAuthentic } from '#integrity/row-mac.ts';
import { TABLES } from '#store/tables.ts';
import { FreshCache } from './fresh-cache.ts';
import { beginRead, type Epochs, type Freshness } from './freshness.ts';

interface KnownToken {
  readonly principal: Principal;
  readonly expiresAt: Date | null;
  readonly freshness: Freshness;
}

const MAX_TOKENS = 10_000;

/**
 * The API tokens of this deployment, each with the principal that acts by it. Each use checks that nothing of the
 * account's identities has changed, so a token that was deleted is refused by the next call to every replica.
 */
export class ApiTokens {
  readonly #reader: IdentityReader;
  readonly #epochs: Epochs;
  /** By the hash of the token. */
  readonly #cache: FreshCache<KnownToken>;

  constructor(reader: IdentityReader, epochs: Epochs) {
    this.#reader = reader;
    this.#epochs = epochs;
    this.#cache = new FreshCache(epochs, MAX_TOKENS);
  }

  /** Whether a token was accepted before, so that no stranger makes this server search for it. */
  isKnown(token: string): boolean {
    return this.#cache.has(hashToken(token));
  }

  /**
   * Who acts by a token; undefined for one that is unknown, expired, or of a user that was deleted.
   * @throws ServiceUnavailableError
   */
  async find(token: string, now: Date): Promise<Principal | undefined> {
    const hash = hashToken(token);
    const known = await this.#cache.find(hash, () => this.#load(hash));
    return known && (known.expiresAt === null || known.expiresAt > now)
      ? known.principal
      : undefined;
  }

  async #load(hash: string): Promise<KnownToken | undefined> {
    const { db, keyring, report } = this.#reader;
    const known = await db.apiToken.findUnique({ where: { hash }, select: { accountId: true } });
    if (!known) return undefined;
    const freshness = await beginRead(this.#epochs, known.accountId);
    const row = await db.apiToken.findUnique({ where: { hash } });
    if (!row) return undefined;
    if (!isAuthentic(keyring, TABLES.apiToken, row)) {
      report('ApiToken', row.id);
      return undefined;
    }
    const identity = await readIdentity(this.#reader, ownerOf(row)); // null: the user was deleted
    if (!identity) return undefined;
    const { id, expiresAt, policy } = row;
    const principal: Principal = {
      ...identity,
      credential: { type: 'ApiToken', id, expiresAt },
      ...(policy !== null && { sessionPolicy: parsePolicy(policy, 'session') }),
    };
    return { principal, expiresAt, freshness };
  }
}
