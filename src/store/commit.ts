import { KmsError, ServiceUnavailableError } from '#domain/errors.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import { writeBatch } from './batch.ts';
import { type Commit, Raced, type Writes } from './writes.ts';

interface Waiting {
  readonly writes: Writes;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** More per transaction gains nothing, and lets the first of them wait for the last. */
const BATCH_SIZE = 64;
const ATTEMPTS = 3;
const LIMITS = { maxWait: 10_000, timeout: 10_000 };
/** Prisma's codes for a transaction that could not start or end in time, or lost to another. */
const TRANSIENT = new Set(['P2028', 'P1008', 'P2034']);

/**
 * The one place that writes. All requests that wait share one durable transaction, so a commit's price, the
 * wait for the disk, is paid once for all of them; while one batch is written the next one gathers.
 * Holds a Prisma client of its own: a plain write beside an open transaction would be part of it, and vanish
 * with its rollback.
 */
export class SharedCommit {
  readonly #writer: PrismaClient;
  readonly #report: (error: unknown) => void;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  /** @param report takes what made a commit fail; callers get `ServiceUnavailableError` for it */
  constructor(writer: PrismaClient, report: (error: unknown) => void) {
    this.#writer = writer;
    this.#report = report;
  }

  readonly commit: Commit = (writes) =>
    new Promise((done, failed) => {
      this.#waiting.push({ writes, done, failed });
      this.#writing ??= this.#writeAll();
    });

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // One turn of the event loop: requests that arrived together get into one batch.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, BATCH_SIZE));
    this.#writing = undefined;
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
      // The failure is one request's, and which is not known: each gets a transaction of its own.
      if (batch.length > 1) for (const one of batch) await this.#settle([one]);
      else batch[0]?.failed(this.#explain(error));
    }
  }

  async #write(batch: readonly Writes[]): Promise<Map<Writes, Error>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#writer.$transaction((tx) => writeBatch(tx, batch), LIMITS);
      } catch (error) {
        if (attempt === ATTEMPTS || !TRANSIENT.has(codeOf(error))) throw error;
      }
    }
  }

  /** A broken constraint is a bug in what was to be written. Anything else is the database's trouble. */
  #explain(error: unknown): unknown {
    if (codeOf(error) === 'P2025') return new Raced(); // another process moved the row after it was checked
    if (error instanceof KmsError || isConstraintViolation(error)) return error;
    this.#report(error);
    return new ServiceUnavailableError();
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

function isConstraintViolation(error: unknown): boolean {
  const cause = (error as { meta?: { driverAdapterError?: { cause?: { kind?: string } } } }).meta?.driverAdapterError?.cause;
  return /^P200[23]$/.test(codeOf(error)) || (cause?.kind?.endsWith('ConstraintViolation') ?? false);
}
