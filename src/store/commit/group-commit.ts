import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnavailableError } from '#domain/errors.ts';
import {
  isBug,
  isConstraintViolation,
  isLockTimeout,
  isLostRace,
  type UniqueColumns,
} from '../driver-errors.ts';
import { RowLockedError } from './batch.ts';
import { LostRowError } from './effects.ts';
import { withEpochs } from './epochs.ts';
import { type CommitOptions, type Failure, type Outcome, writeWithRetries } from './transaction.ts';
import { type Commit, ConflictError, type WriteSet } from './write-set.ts';

/** One call of `commit`. */
interface Request {
  readonly writes: WriteSet;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Requests that are to be written in one transaction. */
interface WorkItem {
  readonly batch: readonly Request[];
  /** `skipLocked`: rows that another transaction has locked are not waited for. */
  readonly mode: 'wait' | 'skipLocked';
  /** How often locked rows are tried, this time included. */
  readonly attempts: number;
  /** An earlier transaction may have committed it all the same. */
  readonly mayBeWritten: boolean;
}

/** More requests in one transaction gain nothing, and the first of them would wait for the last. */
const BATCH_SIZE = 64;
/** Tries after the wait for one lock timed out. Another row may be locked only for a moment. */
const LOCK_ATTEMPTS = 3;
const LOCK_PAUSE_MS = 100;

/**
 * The only code that writes. All requests that wait share one durable transaction, so the price of
 * a commit, the wait for the disk, is paid once for all of them; while one batch is written the
 * next one gathers.
 */
export class GroupCommit {
  readonly #options: CommitOptions;
  #waiting: Request[] = [];
  /** Parts of batches that are tried again, before what waits. */
  readonly #retries: WorkItem[] = [];
  #checkpoints: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor(options: CommitOptions) {
    this.#options = options;
  }

  readonly commit: Commit = (writes) =>
    new Promise((resolve, reject) => {
      this.#waiting.push({ writes: withEpochs(writes), resolve, reject });
      this.#running ??= this.#run();
    });

  /**
   * Moves what was written into the database file and empties the write-ahead log, in which deleted
   * rows would stay. Resolves also where it failed: the next checkpoint does it then.
   */
  readonly checkpoint = (): Promise<void> =>
    new Promise((resolve) => {
      this.#checkpoints.push(resolve);
      this.#running ??= this.#run();
    });

  /** Resolves when no request waits any more. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop: requests that arrived together get into one batch.
    await new Promise(setImmediate);
    for (let item = this.#next(); item; item = this.#next()) await this.#write(item);
    this.#running = undefined;
  }

  /** The next batch, or the next checkpoint, which is possible between two transactions only. */
  #next(): WorkItem | 'checkpoint' | undefined {
    const retry = this.#retries.shift();
    if (retry) return retry;
    // Before the batch: with enough requests there is always another one, and a checkpoint would never run.
    if (this.#checkpoints.length > 0) return 'checkpoint';
    const batch = this.#waiting.splice(0, BATCH_SIZE);
    if (batch.length === 0) return;
    return { batch, mode: 'wait', attempts: LOCK_ATTEMPTS, mayBeWritten: false };
  }

  async #write(item: WorkItem | 'checkpoint'): Promise<void> {
    if (item === 'checkpoint') {
      const waiting = this.#checkpoints.splice(0);
      await this.#options.checkpoint?.().catch(this.#options.report);
      for (const resolve of waiting) resolve();
      return;
    }
    const batch = item.batch.map(({ writes }) => writes);
    const outcome = await writeWithRetries(this.#options, batch, item);
    if ('error' in outcome) this.#failed(item, outcome);
    else await this.#committed(item, outcome);
  }

  async #committed(item: WorkItem, outcome: Exclude<Outcome, Failure>): Promise<void> {
    const { errors } = outcome;
    this.#options.committed?.(
      item.batch.map(({ writes }) => writes).filter((writes) => !errors.has(writes)),
    );
    const locked: Request[] = [];
    for (const request of item.batch) {
      const error = errors.get(request.writes);
      if (!error) request.resolve();
      else if (error instanceof RowLockedError) locked.push(request);
      else request.reject(error);
    }
    if (locked.length === 0) return;
    if (item.attempts > 1) {
      await pause(LOCK_PAUSE_MS);
      this.#retries.push({ ...item, ...outcome, batch: locked, attempts: item.attempts - 1 });
    } else for (const { reject } of locked) reject(unavailable(outcome));
  }

  /** A failure of one request is not one of its neighbors: they are tried without it. */
  #failed(item: WorkItem, failure: Failure): void {
    const { error, mayBeWritten } = failure;
    const { batch, mode } = item;
    if (batch.length > 1 && mode === 'wait' && isLockTimeout(error)) {
      // One by one, each request for a locked row would hold a connection for as long again.
      this.#options.report(error);
      this.#retries.push({ ...item, mode: 'skipLocked', mayBeWritten });
    } else if (batch.length > 1 && isRequestFault(error)) {
      // Which request failed is not known: each gets a transaction of its own.
      for (const request of batch)
        this.#retries.push({ ...item, batch: [request], mode: 'wait', mayBeWritten });
    } else this.#refuse(batch, failure);
  }

  /** A broken constraint is a bug in what was to be written. Anything else is the database's. */
  #refuse(batch: readonly Request[], failure: Failure): void {
    const { error, mayBeWritten } = failure;
    if (error instanceof LostRowError || isLostRace(error, batch.flatMap(uniqueColumns))) {
      for (const { reject } of batch) reject(new ConflictError()); // another process was faster
    } else if (isBug(error) && !(mayBeWritten && isConstraintViolation(error))) {
      for (const { reject } of batch) reject(error);
    } else {
      this.#options.report(error);
      // The requests that have gathered would fail alike, one batch after the other. But a single
      // request that waited for a row in vain says nothing of the others.
      const others = isLockTimeout(error) && batch.length === 1 ? [] : this.#waiting.splice(0);
      for (const { reject } of batch) reject(unavailable(failure));
      for (const { reject } of others) reject(new ServiceUnavailableError());
    }
  }
}

const unavailable = ({ mayBeWritten }: { readonly mayBeWritten: boolean }) =>
  new ServiceUnavailableError(mayBeWritten ? 'unknown' : 'nothing done');

/** Whether one request of the batch is the reason, and the others may be written without it. */
const isRequestFault = (error: unknown): boolean => isBug(error) || error instanceof LostRowError;

/** The columns that a request needs to be free. */
const uniqueColumns = ({ writes }: Request): UniqueColumns[] =>
  writes.flatMap((write) =>
    write.verb === 'insert' && write.unique
      ? { table: write.table.name, columns: write.unique.columns }
      : [],
  );
