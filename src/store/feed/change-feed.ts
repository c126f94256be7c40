import { type Report, readSafely } from '../read/reader.ts';
import { type CommitLog, comparePlaces, type LogPlace, type LogScope } from './commit-log.ts';
import { Follower, type Interest, unknownCursor } from './follower.ts';
import { inTurn } from './in-turn.ts';
import { RecentRows } from './recent-rows.ts';

/** How often a process looks for what other processes have committed. */
const POLL_MS = 250;
/** Shortest time between two polls after commits of this process, which can be thousands a second. */
const OWN_COMMIT_MS = 20;
const MAX_PAUSE_MS = 5_000;
/** Most rows that one poll examines. If it is full the next one follows at once. */
const WINDOW = 500;

/**
 * Audit rows as they are committed, by this process or another. One poll serves all followers of the process; without
 * followers there is none. Where the database fails, followers wait, and then get everything.
 */
export class ChangeFeed implements Disposable {
  readonly #log: CommitLog;
  /** The log for followers that are behind. */
  readonly #logInTurn: CommitLog;
  readonly #report: Report;
  readonly #followers = new Set<Follower>();
  #recent: RecentRows | undefined;
  #scope: LogScope = { all: [], changes: [], operations: [] };
  #timer: NodeJS.Timeout | undefined;
  #isPolling = false;
  /** When the next poll is due, by `performance.now()`. */
  #dueAt = Number.POSITIVE_INFINITY;
  #pauseMs = POLL_MS;
  #hasEnded = false;

  /** @param report called with the first of several errors */
  constructor(log: CommitLog, report: Report) {
    this.#log = log;
    this.#logInTurn = inTurn(log);
    this.#report = report;
  }

  /**
   * Follows the rows of an account from now on, or from one of its rows on, that row included.
   * @throws InvalidParameterError `after` for a row that does not exist any more; ServiceUnavailableError
   */
  async follow(interest: Interest, from?: string): Promise<Follower> {
    const attempts = { report: this.#report, attempts: 2 };
    const end = await readSafely(attempts, this.#log.end);
    const begin =
      from === undefined
        ? end
        : await readSafely(attempts, () => this.#log.before(interest.accountId, from));
    if (!begin) throw unknownCursor();
    this.#recent ??= new RecentRows(end.place);
    const follower = new Follower(interest, begin, {
      log: this.#logInTurn,
      recent: () => this.#recent,
      report: this.#report,
      leave: (one) => this.#remove(one),
    });
    this.#followers.add(follower);
    this.#updateScope();
    if (this.#hasEnded) follower.end();
    else this.#schedule(0);
    return follower;
  }

  /** Call after each commit of this process. */
  readonly committed = (): void => {
    if (this.#followers.size > 0) this.#schedule(OWN_COMMIT_MS);
  };

  /** Ends all followers. Nothing is read any more. */
  [Symbol.dispose](): void {
    this.#hasEnded = true;
    for (const follower of this.#followers) follower.end();
    this.#followers.clear();
    this.#stop();
  }

  #remove(follower: Follower): void {
    if (!this.#followers.delete(follower)) return;
    if (this.#followers.size === 0) this.#stop();
    else this.#updateScope();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#recent = undefined;
  }

  /** Whose rows the poll reads. Of a scope that has grown, earlier rows were not kept: followers read them themselves. */
  #updateScope(): void {
    const scope = scopeOf([...this.#followers].map(({ interest }) => interest));
    if (JSON.stringify(scope) === JSON.stringify(this.#scope)) return;
    this.#scope = scope;
    this.#recent?.forget();
  }

  /** Polls after this time, or earlier if a poll is due earlier. */
  #schedule(milliseconds: number): void {
    const dueAt = performance.now() + milliseconds;
    if (this.#dueAt <= dueAt) return;
    this.#dueAt = dueAt;
    if (this.#isPolling) return; // it schedules the next one
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), milliseconds).unref();
  }

  async #poll(): Promise<void> {
    const { head } = this.#recent ?? {};
    if (!head) return;
    this.#isPolling = true;
    this.#dueAt = Number.POSITIVE_INFINITY;
    const pause = await this.#read(head, this.#scope);
    this.#isPolling = false;
    if (!this.#recent) return;
    const asked = this.#dueAt - performance.now();
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#schedule(Math.max(0, Math.min(pause, asked)));
  }

  /** @returns milliseconds until the next poll */
  async #read(head: LogPlace, scope: LogScope): Promise<number> {
    try {
      const part = await this.#log.readAfter(head, scope, WINDOW);
      this.#pauseMs = POLL_MS;
      const recent = this.#recent;
      // What was read for another scope does not have all rows of the present one.
      if (!recent || scope !== this.#scope || comparePlaces(recent.head, head) !== 0) return 0;
      recent.add(part);
      for (const follower of this.#followers) follower.notice();
      return part.hasMore ? 0 : POLL_MS;
    } catch (error) {
      if (this.#pauseMs === POLL_MS && !this.#hasEnded) this.#report(error);
      this.#pauseMs = Math.min(2 * this.#pauseMs, MAX_PAUSE_MS);
      return this.#pauseMs;
    }
  }
}

function scopeOf(interests: readonly Interest[]): LogScope {
  const all = new Set<string>();
  const changes = new Set<string>();
  const operations = new Set<string>();
  for (const { accountId, operations: wanted } of interests)
    if (wanted === 'all') all.add(accountId);
    else {
      changes.add(accountId);
      for (const operation of wanted) operations.add(operation);
    }
  return {
    all: [...all].toSorted(),
    changes: [...changes].toSorted(),
    operations: [...operations].toSorted(),
  };
}
