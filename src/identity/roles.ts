import { LRUCache } from 'lru-cache';
import type { IdentityReader } from '#integrity/identity-reader.ts';
import { type Identity, readIdentity, roleOf, sessionsValidAfter } from '#integrity/principals.ts';
import type { Epochs } from './epochs.ts';
import { beginRead, type Freshness, freshnessOf } from './freshness.ts';
import { Turns } from './turns.ts';

/** A role with what it may do. */
export interface Role {
  readonly identity: Identity;
  /** When the sessions of its account were last ended. */
  readonly sessionsValidAfter: Date;
}

const MAX_ROLES = 1_000;

/** The roles of this deployment, for their sessions. Each use checks that nothing of the account's identities has changed. */
export class Roles {
  readonly #reader: IdentityReader;
  readonly #epochs: Epochs;
  readonly #turns = new Turns();
  readonly #cache = new LRUCache<string, Role & { readonly freshness: Freshness }>({
    max: MAX_ROLES,
  });

  constructor(reader: IdentityReader, epochs: Epochs) {
    this.#reader = reader;
    this.#epochs = epochs;
  }

  /**
   * The role of this account with this id; undefined if it was deleted, also if there is a new one of its name.
   * @throws ServiceUnavailableError
   */
  async find(accountId: string, roleId: string): Promise<Role | undefined> {
    for (;;) {
      const cached = this.#cache.get(roleId);
      const isOwn = cached?.identity.accountId === accountId;
      const freshness = isOwn ? await freshnessOf(this.#epochs, cached.freshness) : 'outdated';
      const read = () => this.#read(accountId, roleId);
      if (freshness === 'aging' && !this.#turns.running(roleId))
        this.#turns.run(roleId, read).catch(() => {}); // the store reports that the database failed
      if (freshness !== 'outdated') return cached;
      const running = this.#turns.running(roleId);
      if (!running) return this.#turns.run(roleId, read);
      await running;
    }
  }

  async #read(accountId: string, roleId: string): Promise<Role | undefined> {
    const freshness = await beginRead(this.#epochs, accountId);
    const identity = await readIdentity(this.#reader, roleOf(roleId));
    if (identity?.accountId !== accountId) {
      this.#cache.delete(roleId);
      return undefined;
    }
    const role = {
      identity,
      sessionsValidAfter: await sessionsValidAfter(this.#reader, accountId),
      freshness,
    };
    this.#cache.set(roleId, role);
    return role;
  }
}
