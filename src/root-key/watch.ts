import { daysAfter } from '#domain/time.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { RootKeyError } from './providers/provider.ts';
import type { RootKeyProviders } from './providers/source.ts';
import { openRootKey } from './root-keys.ts';

/** A replica that has not been heard of for longer has gone. */
export const REPLICA_SILENCE_MILLISECONDS = 60_000;
const REPORT_MILLISECONDS = 15_000;
/** What was read before a root key was retired may still have to be opened. */
const GRACE_MILLISECONDS = 60_000;

/** What this replica has done about a rotation, for its log. */
export type RotationStep = 'holds' | 'wraps under' | 'lets go of';

export interface WatchOptions {
  readonly replicaId: string;
  /** How people call this replica, and where browsers find it. */
  readonly replica: { readonly name: string; readonly url: string };
  readonly accountId: string;
  readonly keyring: Keyring;
  readonly providers: RootKeyProviders;
  /** Milliseconds since some moment, by a clock that nobody sets: how long ago something was. */
  readonly monotonic: () => number;
  readonly report: (error: unknown) => void;
  readonly step: (step: RotationStep, rootKeyId: string) => void;
}

/**
 * Keeps this replica's keyring in step with the root keys of the database, and tells the database which it holds: a
 * rotation goes from one step to the next only when every replica has followed (rotate-root-key.ts).
 */
export class RootKeyWatch {
  readonly #store: Pick<Store, 'db' | 'commit' | 'time'>;
  readonly #options: WatchOptions;
  #startedAt: Date | undefined;
  #said = { text: '', at: 0 };
  #retired = new Map<string, number>();
  #missing = '';
  #isBehind = false;

  constructor(store: Pick<Store, 'db' | 'commit' | 'time'>, options: WatchOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Looks once. What it cannot open it says once, and tries again the next time: the file may appear. */
  readonly look = async (): Promise<void> => {
    const { keyring } = this.#options;
    const rows = await this.#store.db.rootKey.findMany();
    for (const row of rows)
      if (!keyring.ids.includes(row.id) && this.#mayTake(row)) await this.#take(row);
    const current = rows.find(({ state }) => state === 'current');
    this.#isBehind = current !== undefined && !keyring.ids.includes(current.id);
    if (current && current.id !== keyring.currentId && keyring.ids.includes(current.id)) {
      keyring.wrapUnder(current.id);
      this.#options.step('wraps under', current.id);
    }
    this.#letGo(rows.map(({ id }) => id));
    await this.#tell();
  };

  /** @throws RootKeyError while this replica lacks the root key that is in use: a rotation has gone past it */
  readonly check = (): void => {
    if (this.#isBehind)
      throw new RootKeyError(
        'This server lacks the root key that the database was rotated to. Give it, and restart.',
      );
  };

  /** Says that this replica has gone. */
  readonly leave = (): Promise<void> =>
    this.#store.commit({ replicaReport: { id: this.#options.replicaId, to: null } });

  /** A file may appear. A passphrase or a token that has failed will fail again, at a price: it costs work, or a try of the PIN. */
  #mayTake({ id, provider }: Rows['rootKey']): boolean {
    return this.#missing !== id || provider === 'key';
  }

  async #take(row: Rows['rootKey']): Promise<void> {
    try {
      this.#options.keyring.add(await openRootKey(row, this.#options.providers));
      this.#options.step('holds', row.id);
    } catch (error) {
      if (this.#missing !== row.id) this.#options.report(error);
      this.#missing = row.id;
    }
  }

  #letGo(ids: readonly string[]): void {
    const { keyring, monotonic } = this.#options;
    const now = monotonic();
    for (const id of keyring.ids.filter(
      (held) => held !== keyring.currentId && !ids.includes(held),
    )) {
      const since = this.#retired.get(id) ?? now;
      this.#retired.set(id, since);
      if (now - since < GRACE_MILLISECONDS) continue;
      keyring.destroy(id);
      this.#options.step('lets go of', id);
    }
  }

  async #tell(): Promise<void> {
    const { replicaId: id, replica, accountId, keyring, monotonic } = this.#options;
    const holds = { rootKeyIds: JSON.stringify(keyring.ids), wrapsUnder: keyring.currentId };
    const text = JSON.stringify(holds);
    const at = monotonic();
    if (text === this.#said.text && at - this.#said.at < REPORT_MILLISECONDS) return;
    // The database's time: a replica whose clock is wrong must neither seem gone to a rotation nor forget the others.
    const now = await this.#store.time();
    this.#startedAt ??= now;
    const to = { id, ...replica, accountId, ...holds, startedAt: this.#startedAt, seenAt: now };
    await this.#store.commit({ replicaReport: { id, to, forget: daysAfter(now, -1) } });
    this.#said = { text, at };
  }
}
