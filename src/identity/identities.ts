import type { IdentityReader } from '#integrity/identity-reader.ts';
import { findRole, findUser, type OwnerName } from '#integrity/owners.ts';
import { type Identity, readIdentity, sessionsValidAfter } from '#integrity/principals.ts';
import { FreshCache } from './fresh-cache.ts';
import { beginRead, type Epochs, type Freshness } from './freshness.ts';

/** A user or a role with what it may do. */
export interface KnownIdentity {
  readonly identity: Identity;
  /** When the sessions of its account were last ended. */
  readonly sessionsValidAfter: Date;
}

/** A user or a role, by its id or by its name. */
export type IdentityReference = { readonly type: 'user' | 'role' } & (
  | { readonly id: string }
  | { readonly name: string }
);

const MAX_IDENTITIES = 1_000;

/**
 * The users and roles of this deployment, for callers without an access key. Each use checks that nothing of the account's
 * identities has changed.
 */
export class Identities {
  readonly #reader: IdentityReader;
  readonly #epochs: Epochs;
  readonly #cache: FreshCache<KnownIdentity & { readonly freshness: Freshness }>;

  constructor(reader: IdentityReader, epochs: Epochs) {
    this.#reader = reader;
    this.#epochs = epochs;
    this.#cache = new FreshCache(epochs, MAX_IDENTITIES);
  }

  /**
   * The user or the role of this account; undefined if it was deleted. By an id, also if there is a new one of its name.
   * @throws ServiceUnavailableError
   */
  find(accountId: string, reference: IdentityReference): Promise<KnownIdentity | undefined> {
    return this.#cache.find(keyOf(accountId, reference), () => this.#load(accountId, reference));
  }

  async #load(accountId: string, reference: IdentityReference) {
    const freshness = await beginRead(this.#epochs, accountId);
    const find = reference.type === 'user' ? findUser : findRole;
    const name = nameOf(accountId, reference);
    const identity = await readIdentity(this.#reader, (db) => find(db, name));
    if (identity?.accountId !== accountId) return undefined;
    const validAfter = await sessionsValidAfter(this.#reader, accountId);
    return { identity, sessionsValidAfter: validAfter, freshness };
  }
}

const nameOf = (accountId: string, reference: IdentityReference): OwnerName =>
  'id' in reference
    ? { id: reference.id }
    : { accountId_name: { accountId, name: reference.name } };

const keyOf = (accountId: string, reference: IdentityReference): string =>
  JSON.stringify([
    accountId,
    reference.type,
    'id' in reference ? ['id', reference.id] : ['name', reference.name],
  ]);
