import { LRUCache } from 'lru-cache';
import { insertUnique } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';

/** The last use of an access key is written at most so often, per replica. */
const INTERVAL_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/** Records when access keys are used, for what, and from where. No call waits for it. */
export class LastUses {
  readonly #commit: Store['commit'];
  readonly #report: (error: unknown) => void;
  /** When the last use of an access key was written, in milliseconds of the server's clock. */
  readonly #written = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  readonly #running = new Set<Promise<void>>();

  constructor(commit: Store['commit'], report: (error: unknown) => void) {
    this.#commit = commit;
    this.#report = report;
  }

  /** Records a use, unless one was recorded within the last minute. */
  note(use: Rows['accessKeyUse']): void {
    const { accessKeyId, lastUsedAt } = use;
    const at = lastUsedAt.getTime();
    if (at - (this.#written.get(accessKeyId) ?? Number.NEGATIVE_INFINITY) < INTERVAL_MS) return;
    this.#written.set(accessKeyId, at);
    const writing = this.#commit([
      insertUnique(TABLES.accessKeyUse, use, ['accessKeyId'], 'replace'),
    ])
      .catch(this.#report)
      .finally(() => this.#running.delete(writing));
    this.#running.add(writing);
  }

  /** Resolves when everything that was noted is written. */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
  }
}
