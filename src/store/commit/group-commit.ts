import { setTimeout as pause } from 'node:timers/promises';
import { NonceUsedError, ServiceUnavailableError } from '#domain/errors.ts';
import {
  isBug,
  isConstraintViolation,
  isLockTimeout,
  isLostRace,
  isMissingRow,
  isRolledBack,
} from '../driver-errors.ts';
import { findWritten, KeyLocked, writeBatch } from './batch.ts';
import type { Dialect, Transaction } from './dialect.ts';
import { type Commit, Raced, type Writes } from './writes.ts';

interface Waiting {
  readonly writes: Writes;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** More per transaction gains nothing, and lets the first of them wait for the last. */
const BATCH_SIZE = 64;
/** Node SDKs give up after three seconds: a database that is away or busy for longer than this is answered with 503. */
const ATTEMPTS = 10;
const PATIENCE_MILLISECONDS = 2_000;
const PAUSE_MILLISECONDS = 100;
/** How often the keys that are locked are looked at again, once one of a batch was waited for in vain: another may be busy but for a moment. */
const PASSES = 3;

/** What a shared commit writes with. */
export interface CommitOptions {
  readonly dialect: Dialect;
  /** Runs work in a durable transaction; resolves once it is committed. */
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Empties the write-ahead log, between transactions. Absent where there is none of ours. */
  readonly checkpoint?: () => Promise<unknown>;
  /** Takes what was committed. */
  readonly written?: (batch: readonly Writes[]) => void;
  /** Takes what made a commit fail; callers get `ServiceUnavailableError` for it. */
  readonly report: (error: unknown) => void;
}

/**
 * The one place that writes. All requests that wait share one durable transaction, so a commit's price, the
 * wait for the disk, is paid once for all of them; while one batch is written the next one gathers.
 */
export class SharedCommit {
  readonly #options: CommitOptions;
  #waiting: Waiting[] = [];
  #checkpoints: (() => void)[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: CommitOptions) {
    this.#options = options;
  }

  readonly commit: Commit = (writes) =>
    new Promise((done, failed) => {
      this.#waiting.push({ writes, done, failed });
      this.#writing ??= this.#writeAll();
    });

  /** Moves what was written into the database file and empties the log beside it, where deleted rows would linger. */
  readonly checkpoint = (): Promise<void> =>
    new Promise((done) => {
      this.#checkpoints.push(done);
      this.#writing ??= this.#writeAll();
    });

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // One turn of the event loop: requests that arrived together get into one batch.
    await new Promise(setImmediate);
    while (this.#waiting.length + this.#checkpoints.length > 0) {
      if (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, BATCH_SIZE));
      else await this.#checkpointAll(this.#checkpoints.splice(0));
    }
    this.#writing = undefined;
  }

  /** Inside a transaction it could do nothing. While somebody reads, the log may stay; then the next one does it. */
  async #checkpointAll(waiting: readonly (() => void)[]): Promise<void> {
    await this.#options.checkpoint?.().catch(this.#options.report);
    for (const done of waiting) done();
  }

  async #settle(
    batch: readonly Waiting[],
    { mayBeWritten = false, passes = 0 } = {},
  ): Promise<void> {
    const writes = batch.map((one) => one.writes);
    const outcome = await this.#write(writes, { mayBeWritten, passLocked: passes > 0 });
    if ('error' in outcome) {
      if (batch.length > 1 && passes === 0 && isLockTimeout(outcome.error)) {
        // Alone, each that wants a locked key would hold a connection for as long again, and who wants none would get none.
        this.#options.report(outcome.error);
        await this.#settle(batch, { mayBeWritten: outcome.mayBeWritten, passes: PASSES });
      } else if (batch.length > 1 && isOwnTrouble(outcome.error) && !isLockTimeout(outcome.error)) {
        // One request's failure, and which is not known: each gets a transaction of its own.
        await Promise.all(
          batch.map((one) => this.#settle([one], { mayBeWritten: outcome.mayBeWritten })),
        );
      } else this.#fail(batch, outcome);
      return;
    }
    const { refusals } = outcome;
    this.#options.written?.(writes.filter((one) => !refusals.has(one)));
    const locked = batch.filter((one) => refusals.get(one.writes) instanceof KeyLocked);
    for (const one of batch) {
      const refusal = refusals.get(one.writes);
      if (!refusal) one.done();
      else if (!(refusal instanceof KeyLocked)) one.failed(refusal);
    }
    if (locked.length > 0 && passes > 1) {
      await pause(PAUSE_MILLISECONDS);
      await this.#settle(locked, { mayBeWritten: outcome.mayBeWritten, passes: passes - 1 });
    } else for (const { failed } of locked) failed(unavailable(outcome));
  }

  /** Tries again, for about two seconds, where the reason is the database's. */
  async #write(batch: readonly Writes[], attempted: Attempt): Promise<Outcome> {
    const deadline = performance.now() + PATIENCE_MILLISECONDS;
    let { mayBeWritten } = attempted;
    for (let attempt = 1; ; attempt += 1) {
      let sent = false;
      try {
        const refusals = await this.#options.transaction(async (tx) => {
          const refused = await this.#writeOnce(tx, batch, { ...attempted, mayBeWritten });
          sent = true;
          return refused;
        });
        return { refusals, mayBeWritten };
      } catch (error) {
        // A connection that breaks at the very end leaves open whether it was done: the next attempt looks.
        mayBeWritten ||= sent && !isRolledBack(error);
        const again = !isOwnTrouble(error) || (mayBeWritten && isConstraintViolation(error));
        if (!again || attempt === ATTEMPTS || performance.now() > deadline)
          return { error, mayBeWritten };
        await pause(PAUSE_MILLISECONDS);
      }
    }
  }

  async #writeOnce(
    tx: Transaction,
    batch: readonly Writes[],
    { mayBeWritten, passLocked }: Attempt,
  ): Promise<Map<Writes, Error>> {
    const { dialect } = this.#options;
    if (!mayBeWritten) return writeBatch(tx, dialect, batch, passLocked);
    const written = await findWritten(tx, batch);
    const refusals = await writeBatch(
      tx,
      dialect,
      batch.filter((writes) => !written.has(writes)),
      passLocked,
    );
    // A commit that ends only now stands in the way of itself: what it refused has been done.
    for (const late of await findWritten(tx, [...refusals.keys()])) refusals.delete(late);
    // A read leaves nothing but its nonce: whether that is its own or a replay's cannot be told.
    for (const [writes, refusal] of refusals)
      if (refusal instanceof NonceUsedError && !writes.inserts)
        refusals.set(writes, new ServiceUnavailableError('unknown'));
    return refusals;
  }

  /** A broken constraint is a bug in what was to be written. Anything else is the database's trouble. */
  #fail(batch: readonly Waiting[], failure: Failure): void {
    const { error } = failure;
    if (isMissingRow(error) || isLostRace(error)) {
      for (const { failed } of batch) failed(new Raced()); // another process was faster, after it was checked
    } else if (isBug(error) && !(failure.mayBeWritten && isConstraintViolation(error))) {
      for (const { failed } of batch) failed(error);
    } else {
      this.#options.report(error);
      // What has gathered meanwhile would find the same, one batch after the other. One that had to wait although it
      // passed the locked keys waited for a table, and so would they.
      const others = isLockTimeout(error) && batch.length === 1 ? [] : this.#waiting.splice(0);
      for (const { failed } of batch) failed(unavailable(failure));
      for (const { failed } of others) failed(new ServiceUnavailableError());
    }
  }
}

interface Attempt {
  /** Whether the database may have committed it all the same. */
  readonly mayBeWritten: boolean;
  readonly passLocked: boolean;
}
interface Failure extends Pick<Attempt, 'mayBeWritten'> {
  readonly error: unknown;
}
type Outcome =
  | Failure
  | (Pick<Attempt, 'mayBeWritten'> & { readonly refusals: ReadonlyMap<Writes, Error> });

const unavailable = ({ mayBeWritten }: Pick<Attempt, 'mayBeWritten'>) =>
  new ServiceUnavailableError(mayBeWritten ? 'unknown' : 'nothing done');

/** The trouble of one request of the batch, and none of the others'. */
const isOwnTrouble = (error: unknown): boolean =>
  isBug(error) || isMissingRow(error) || isLockTimeout(error);
