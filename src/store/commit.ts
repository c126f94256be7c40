import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnavailableError } from '#domain/errors.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import { writeBatch } from './batch.ts';
import { isConstraintViolation, isMissingRow, isTransient } from './driver-errors.ts';
import { type Commit, Raced, type Writes } from './writes.ts';

interface Waiting {
  readonly writes: Writes;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** More per transaction gains nothing, and lets the first of them wait for the last. */
const BATCH_SIZE = 64;
/** With the connection's own wait of a tenth of a second, about two seconds: Node SDKs give up after three. */
const ATTEMPTS = 10;
const PAUSE_MILLISECONDS = 100;
const LIMITS = { maxWait: 10_000, timeout: 10_000 };

/**
 * The one place that writes. All requests that wait share one durable transaction, so a commit's price, the
 * wait for the disk, is paid once for all of them; while one batch is written the next one gathers.
 * Holds a Prisma client of its own: a plain write beside an open transaction would be part of it, and vanish
 * with its rollback.
 */
export class SharedCommit {
  readonly #writer: Pick<PrismaClient, '$transaction' | '$queryRawUnsafe'>;
  readonly #report: (error: unknown) => void;
  #waiting: Waiting[] = [];
  #checkpoints: (() => void)[] = [];
  #writing: Promise<void> | undefined;

  /** @param report takes what made a commit fail; callers get `ServiceUnavailableError` for it */
  constructor(writer: Pick<PrismaClient, '$transaction' | '$queryRawUnsafe'>, report: (error: unknown) => void) {
    this.#writer = writer;
    this.#report = report;
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

  /** Between transactions: inside one it could do nothing. While somebody reads, the log may stay; then the next one does it. */
  async #checkpointAll(waiting: readonly (() => void)[]): Promise<void> {
    await this.#writer.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)').catch(this.#report);
    for (const done of waiting) done();
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const refusals = await this.#write(batch.map(({ writes }) => writes));
      for (const { writes, done, failed } of batch) {
        const refusal = refusals.get(writes);
        if (refusal) failed(refusal);
        else done();
      }
    } catch (error) {
      // One request's failure, and which is not known, so each gets a transaction of its own; but a database
      // that is busy is everybody's trouble, and would keep each of them waiting in turn.
      if (batch.length > 1 && !isTransient(error)) for (const one of batch) await this.#settle([one]);
      else this.#fail(batch, error);
    }
  }

  async #write(batch: readonly Writes[]): Promise<Map<Writes, Error>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#writer.$transaction((tx) => writeBatch(tx, batch), LIMITS);
      } catch (error) {
        if (attempt === ATTEMPTS || !isTransient(error)) throw error;
        await pause(PAUSE_MILLISECONDS);
      }
    }
  }

  /** A broken constraint is a bug in what was to be written. Anything else is the database's trouble. */
  #fail(batch: readonly Waiting[], error: unknown): void {
    if (isMissingRow(error))
      for (const { failed } of batch) failed(new Raced()); // another process moved the row after it was checked
    else if (isConstraintViolation(error)) for (const { failed } of batch) failed(error);
    else {
      this.#report(error);
      for (const { failed } of batch) failed(new ServiceUnavailableError());
    }
  }
}
