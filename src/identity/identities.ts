import { LRUCache } from 'lru-cache';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { findRole, findUser, type OwnerName } from '#integrity/owners.ts';
import { type Identity, readIdentity, sessionsValidAfter } from '#integrity/principals.ts';
import type { Epochs } from './epochs.ts';
import { beginRead, type Freshness, freshnessOf } from './freshness.ts';
import { Turns } from './turns.ts';

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
  readonly #turns = new Turns();
  readonly #cache = new LRUCache<string, KnownIdentity & { readonly freshness: Freshness }>({
    max: MAX_IDENTITIES,
  });

  constructor(reader: IdentityReader, epochs: Epochs) {
    this.#reader = reader;
    this.#epochs = epochs;
  }

  /**
   * The user or the role of this account; undefined if it was deleted. By an id, also if there is a new one of its name.
   * @throws ServiceUnavailableError
   */
  async find(accountId: string, reference: IdentityReference): Promise<KnownIdentity | undefined> {
    const key = keyOf(accountId, reference);
    for (;;) {
      const cached = this.#cache.get(key);
      const freshness = cached ? await freshnessOf(this.#epochs, cached.freshness) : 'outdated';
      const read = () => this.#read(key, accountId, reference);
      if (freshness === 'aging' && !this.#turns.running(key))
        this.#turns.run(key, read).catch(() => {}); // the store reports that the database failed
      if (freshness !== 'outdated') return cached;
      const running = this.#turns.running(key);
      if (!running) return this.#turns.run(key, read);
      await running;
    }
  }

  async #read(
    key: string,
    accountId: string,
    reference: IdentityReference,
  ): Promise<KnownIdentity | undefined> {
    const freshness = await beginRead(this.#epochs, accountId);
    const find = reference.type === 'user' ? findUser : findRole;
    const name = nameOf(accountId, reference);
    const identity = await readIdentity(this.#reader, (db) => find(db, name));
    if (identity?.accountId !== accountId) {
      this.#cache.delete(key);
      return undefined;
    }
    const known = {
      identity,
      sessionsValidAfter: await sessionsValidAfter(this.#reader, accountId),
      freshness,
    };
    this.#cache.set(key, known);
    return known;
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
