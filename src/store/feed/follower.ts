import { setImmediate as nextTurn } from 'node:timers/promises';
import { InvalidParameterError } from '#domain/errors.ts';
import type { Report } from '../read/reader.ts';
import {
  type CommitLog,
  type LoggedRow,
  type LogPlace,
  type LogStart,
  laterPlace,
} from './commit-log.ts';
import type { RecentRows } from './recent-rows.ts';

/** What a follower wants to see: rows of its account, all of them or the done ones of some operations. */
export interface Interest {
  readonly accountId: string;
  readonly operations: readonly string[] | 'all';
}

/** The error for a cursor of a row that is gone (its retention has ended, the database was restored) or too far back. */
export const unknownCursor = (): InvalidParameterError =>
  new InvalidParameterError(
    'after',
    'The cursor is unknown, or too many events have followed it. Read the data again, and subscribe without a cursor.',
  );

/** Rows that one statement examines for a follower that reads from the database itself. */
const WINDOW = 2_000;
/**
 * Rows, of all accounts, that are examined for a follower until it has caught up. It bounds the work for an old cursor, which
 * no later event replaced because none fitted: about two seconds.
 */
const MAX_EXAMINED = 1_000_000;
const RETRY_MS = 1_000;

interface FollowerParts {
  readonly log: CommitLog;
  readonly recent: () => RecentRows | undefined;
  readonly report: Report;
  readonly leave: (follower: Follower) => void;
}

/**
 * Gets the rows of an account, each once, in the order of commits. A follower that is behind reads them from the database, so
 * nothing is kept for it. Dispose of it to stop.
 */
export class Follower implements Disposable {
  readonly interest: Interest;
  readonly #parts: FollowerParts;
  readonly #isEarlier: (commit: bigint) => boolean;
  #place: LogPlace;
  #examined = 0;
  #wake: (() => void) | undefined;
  #hasEnded = false;

  constructor(interest: Interest, { place, isEarlier }: LogStart, parts: FollowerParts) {
    this.interest = interest;
    this.#place = place;
    this.#isEarlier = isEarlier ?? (() => false);
    this.#parts = parts;
  }

  /** Whether no rows follow, because the server stops. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * The next rows. Empty if there are none within this time, and after the signal or the end.
   * @throws InvalidParameterError `after` if too many rows follow the cursor
   */
  async next(waitMilliseconds: number, signal: AbortSignal): Promise<readonly LoggedRow[]> {
    const deadline = performance.now() + waitMilliseconds;
    for (;;) {
      if (this.#hasEnded || signal.aborted) return [];
      const recent = this.#parts.recent();
      const kept = recent?.after(this.#place);
      const rows = recent && kept ? this.#take(kept, recent.head) : await this.#readNext(signal);
      if (rows.length > 0) return rows;
      const rest = deadline - performance.now();
      if (rest <= 0) return [];
      if (kept) await this.#sleep(rest, signal);
    }
  }

  /** Call when rows may have been added. */
  readonly notice = (): void => this.#wake?.();

  end(): void {
    this.#hasEnded = true;
    this.#wake?.();
  }

  [Symbol.dispose](): void {
    this.end();
    this.#parts.leave(this);
  }

  #take(kept: readonly LoggedRow[], head: LogPlace): readonly LoggedRow[] {
    this.#place = laterPlace(this.#place, head);
    this.#examined = 0;
    return kept.filter((one) => this.#wants(one));
  }

  #wants({ place, row: { accountId, outcome, operation } }: LoggedRow): boolean {
    const { operations } = this.interest;
    if (accountId !== this.interest.accountId || this.#isEarlier(place.commit)) return false;
    return operations === 'all' || (outcome === 'Done' && operations.includes(operation));
  }

  /** Reads from the database. Empty, after a moment, where it fails. */
  async #readNext(signal: AbortSignal): Promise<readonly LoggedRow[]> {
    if (this.#examined >= MAX_EXAMINED) throw unknownCursor();
    const { accountId, operations } = this.interest;
    const scope =
      operations === 'all'
        ? { all: [accountId], changes: [], operations: [] }
        : { all: [], changes: [accountId], operations };
    try {
      const part = await this.#parts.log.readAfter(this.#place, scope, WINDOW);
      this.#place = laterPlace(this.#place, part.through);
      this.#examined += part.examined;
      await nextTurn(); // SQLite answers at once: the windows of one follower must not keep all requests waiting
      return part.rows.filter((one) => this.#wants(one));
    } catch (error) {
      this.#parts.report(error);
      await this.#sleep(RETRY_MS, signal);
      return [];
    }
  }

  /** Until this time, the signal, or the next notice. */
  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds).unref();
    this.#wake = resolve;
    signal.addEventListener('abort', this.notice, { once: true });
    await promise;
    clearTimeout(timer);
    this.#wake = undefined;
    signal.removeEventListener('abort', this.notice);
  }
}
