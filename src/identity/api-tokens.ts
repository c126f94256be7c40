import { hashToken } from '#domain/hash-token.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import type { Principal } from '#domain/principal.ts';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { ownerOf, readIdentity, sessionsValidAfter } from '#integrity/principals.ts';
import { isAuthentic } from '#integrity/row-mac.ts';
import { TABLES } from '#store/tables.ts';
import { FreshCache } from './fresh-cache.ts';
import { beginRead, type Epochs, type Freshness } from './freshness.ts';

/** An API token, and who acts by it. */
export interface KnownToken {
  readonly principal: Principal;
  readonly expiresAt: Date | null;
  /** Browser sessions of its account that were opened before are invalid. */
  readonly sessionsValidAfter: Date;
}

/** What a token is looked up by: the token itself, or the id that a browser's session has. */
type Reference = { readonly hash: string } | { readonly id: string };

const MAX_TOKENS = 10_000;

/**
 * The API tokens of this deployment, each with the principal that acts by it. Each use checks that nothing of the
 * account's identities has changed, so a token that was deleted is refused by the next call to every replica.
 */
export class ApiTokens {
  readonly #reader: IdentityReader;
  readonly #epochs: Epochs;
  readonly #cache: FreshCache<KnownToken & { readonly freshness: Freshness }>;

  constructor(reader: IdentityReader, epochs: Epochs) {
    this.#reader = reader;
    this.#epochs = epochs;
    this.#cache = new FreshCache(epochs, MAX_TOKENS);
  }

  /** Whether a token was accepted before, so that no stranger makes this server search for it. */
  isKnown(token: string): boolean {
    return this.#cache.has(keyOf({ hash: hashToken(token) }));
  }

  /**
   * Who acts by a token; undefined for one that is unknown, expired, or of a user that was deleted.
   * @throws ServiceUnavailableError
   */
  async find(token: string, now: Date): Promise<Principal | undefined> {
    return (await this.#find({ hash: hashToken(token) }, now))?.principal;
  }

  /**
   * The token of this id, likewise. Only for a caller that has proved that it has the token: the id is not a secret.
   * @throws ServiceUnavailableError
   */
  findById(id: string, now: Date): Promise<KnownToken | undefined> {
    return this.#find({ id }, now);
  }

  async #find(reference: Reference, now: Date): Promise<KnownToken | undefined> {
    const known = await this.#cache.find(keyOf(reference), () => this.#load(reference));
    return known && (known.expiresAt === null || known.expiresAt > now) ? known : undefined;
  }

  async #load(where: Reference) {
    const { db, keyring, report } = this.#reader;
    const known = await db.apiToken.findUnique({ where, select: { accountId: true } });
    if (!known) return undefined;
    const freshness = await beginRead(this.#epochs, known.accountId);
    const row = await db.apiToken.findUnique({ where });
    if (!row) return undefined;
    if (!isAuthentic(keyring, TABLES.apiToken, row)) {
      report('ApiToken', row.id);
      return undefined;
    }
    const identity = await readIdentity(this.#reader, ownerOf(row)); // null: the user was deleted
    if (!identity) return undefined;
    const { id, expiresAt, policy, accountId } = row;
    const validAfter = await sessionsValidAfter(this.#reader, accountId);
    const principal: Principal = {
      ...identity,
      credential: { type: 'ApiToken', id, expiresAt },
      ...(policy !== null && { sessionPolicy: parsePolicy(policy, 'session') }),
    };
    return { principal, expiresAt, sessionsValidAfter: validAfter, freshness };
  }
}

const keyOf = (reference: Reference): string =>
  'hash' in reference ? `hash ${reference.hash}` : `id ${reference.id}`;
