import { daysAfter } from '#domain/time.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { deleteRow, insertUnique } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { RootKeyError } from './providers/provider.ts';
import type { RootKeyProviders } from './providers/source.ts';
import { openRootKey } from './root-keys.ts';

/** A replica without a report for longer counts as stopped. */
export const REPLICA_SILENCE_MILLISECONDS = 60_000;
const REPORT_MILLISECONDS = 15_000;
/** A request can still have to open a value that it read before the root key was retired. */
const GRACE_MILLISECONDS = 60_000;

/** What this replica has done with a root key in a rotation, for the log. */
export type RotationStep = 'loaded' | 'wraps under' | 'destroyed';

/** What a replica says of itself. */
export interface AboutReplica {
  readonly name: string;
  /** Its address for browsers. */
  readonly url: string;
  /** Its release. */
  readonly version: string;
}

/** What a watch needs of this replica. */
export interface WatchOptions {
  readonly replicaId: string;
  readonly replica: AboutReplica;
  readonly accountId: string;
  readonly keyring: Keyring;
  readonly providers: RootKeyProviders;
  /** Milliseconds since an arbitrary moment, from a clock that nobody can set. */
  readonly monotonic: () => number;
  /** Logs why a root key cannot be opened. */
  readonly report: (error: unknown) => void;
  /** Logs a step. */
  readonly step: (step: RotationStep, rootKeyId: string) => void;
}

/**
 * Keeps this replica's keyring equal to the root keys of the database, and reports to the database which ones it has
 * loaded: a rotation continues only when every replica has followed (rotate.ts).
 */
export class RootKeyWatch {
  readonly #store: Pick<Store, 'db' | 'commit' | 'time'>;
  readonly #options: WatchOptions;
  #startedAt: Date | undefined;
  #lastReport = { text: '', at: 0 };
  #retired = new Map<string, number>();
  #missing = '';
  #isBehind = false;

  constructor(store: Pick<Store, 'db' | 'commit' | 'time'>, options: WatchOptions) {
    this.#store = store;
    this.#options = options;
  }

  /**
   * Compares once. Reports a root key that cannot be opened once, and tries again the next time: its file can appear.
   */
  readonly refresh = async (): Promise<void> => {
    const { keyring } = this.#options;
    const rows = await this.#store.db.rootKey.findMany();
    for (const row of rows)
      if (!keyring.ids.includes(row.id) && this.#canTry(row)) await this.#load(row);
    const current = rows.find(({ state }) => state === 'current');
    this.#isBehind = current !== undefined && !keyring.ids.includes(current.id);
    if (current && current.id !== keyring.currentId && keyring.ids.includes(current.id)) {
      keyring.wrapUnder(current.id);
      this.#options.step('wraps under', current.id);
    }
    this.#destroyRetired(rows.map(({ id }) => id));
    await this.#reportToDatabase();
  };

  /**
   * @throws RootKeyError while this replica does not have the current root key, because a rotation did not wait for
   * it
   */
  readonly check = (): void => {
    if (this.#isBehind)
      throw new RootKeyError(
        'This server does not have the root key that the database was rotated to. Configure it, and restart.',
      );
  };

  /** Reports that this replica stops, so that a rotation does not wait for it. */
  readonly leave = (): Promise<void> =>
    this.#store.commit([deleteRow(TABLES.replica, { id: this.#options.replicaId })]);

  /**
   * A missing file can appear. A wrong passphrase or token fails again, and costs processor time or a try of the PIN.
   */
  #canTry({ id, provider }: Rows['rootKey']): boolean {
    return this.#missing !== id || provider === 'key';
  }

  async #load(row: Rows['rootKey']): Promise<void> {
    try {
      this.#options.keyring.add(await openRootKey(row, this.#options.providers));
      this.#options.step('loaded', row.id);
    } catch (error) {
      if (this.#missing !== row.id) this.#options.report(error);
      this.#missing = row.id;
    }
  }

  #destroyRetired(ids: readonly string[]): void {
    const { keyring, monotonic } = this.#options;
    const now = monotonic();
    for (const id of keyring.ids.filter((id) => id !== keyring.currentId && !ids.includes(id))) {
      const since = this.#retired.get(id) ?? now;
      this.#retired.set(id, since);
      if (now - since < GRACE_MILLISECONDS) continue;
      keyring.destroy(id);
      this.#options.step('destroyed', id);
    }
  }

  async #reportToDatabase(): Promise<void> {
    const { replicaId: id, replica, accountId, keyring, monotonic } = this.#options;
    const rootKeys = { rootKeyIds: JSON.stringify(keyring.ids), wrapsUnder: keyring.currentId };
    const text = JSON.stringify(rootKeys);
    const at = monotonic();
    if (text === this.#lastReport.text && at - this.#lastReport.at < REPORT_MILLISECONDS) return;
    // The database's time: with a wrong clock this replica would look stopped to a rotation, or would remove the
    // reports of others.
    const now = await this.#store.time();
    this.#startedAt ??= now;
    const to = { id, ...replica, accountId, ...rootKeys, startedAt: this.#startedAt, seenAt: now };
    // Those that were killed are forgotten after a day.
    const silent = await this.#store.db.replica.findMany({
      where: { seenAt: { lt: daysAfter(now, -1) } },
    });
    await this.#store.commit([
      insertUnique(TABLES.replica, to, ['id'], 'replace'),
      ...silent
        .filter((other) => other.id !== id)
        .map((other) => deleteRow(TABLES.replica, { id: other.id })),
    ]);
    this.#lastReport = { text, at };
  }
}
