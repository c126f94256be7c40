import { setTimeout as pause } from 'node:timers/promises';
import { NonceUsedError, ServiceUnavailableError } from '#domain/errors.ts';
import { isBug, isConstraintViolation, isLockTimeout, isRolledBack } from '../driver-errors.ts';
import { appendsOf, errorsOf } from './appends.ts';
import { findWritten, writeBatch } from './batch.ts';
import type { Dialect, Transaction } from './dialect.ts';
import { LostRowError } from './effects.ts';
import { type Lane, LaneCommitError } from './lane.ts';
import type { WriteSet } from './write-set.ts';

/** Node SDKs give up after three seconds: a database that fails for longer is answered with 503. */
const ATTEMPTS = 10;
const RETRY_TIMEOUT_MS = 2_000;
const RETRY_PAUSE_MS = 100;

/** What a group commit writes with. */
export interface CommitOptions {
  readonly dialect: Dialect;
  /** Writes the batches of requests that only append. Absent: Prisma's client writes those too. */
  readonly lane?: Lane | undefined;
  /** Runs work in a durable transaction; resolves once it is committed. */
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Empties the write-ahead log, between transactions. Absent where the code has none to empty. */
  readonly checkpoint?: () => Promise<unknown>;
  /** Receives the requests of a batch that were committed. */
  readonly committed?: (batch: readonly WriteSet[]) => void;
  /** Receives what made a commit fail; callers get `ServiceUnavailableError` for it. */
  readonly report: (error: unknown) => void;
}

interface Attempt {
  /** The database may have committed an earlier attempt. */
  readonly mayBeWritten: boolean;
  readonly mode: 'wait' | 'skipLocked';
}

/** Nothing was written, unless `mayBeWritten` says that this is not known. */
export interface Failure extends Pick<Attempt, 'mayBeWritten'> {
  readonly error: unknown;
}

/** How a transaction ended; `errors` are those of the requests that dropped out. */
export type Outcome =
  | Failure
  | (Pick<Attempt, 'mayBeWritten'> & { readonly errors: ReadonlyMap<WriteSet, Error> });

/** Writes a batch in one transaction. Tries again, for about two seconds, where the database is the reason. */
export async function writeWithRetries(
  options: CommitOptions,
  batch: readonly WriteSet[],
  { mode, mayBeWritten: before }: Attempt,
): Promise<Outcome> {
  const deadline = performance.now() + RETRY_TIMEOUT_MS;
  let mayBeWritten = before;
  for (let attempt = 1; ; attempt += 1) {
    let isSent = false;
    try {
      const appended =
        mayBeWritten || mode === 'skipLocked' ? undefined : await append(options, batch);
      if (appended) return { errors: appended, mayBeWritten };
      const errors = await options.transaction(async (tx) => {
        const refused = await writeOnce(tx, options.dialect, batch, { mode, mayBeWritten });
        isSent = true;
        return refused;
      });
      return { errors, mayBeWritten };
    } catch (error) {
      // After a connection that broke at the very end, the next attempt checks whether it was committed.
      mayBeWritten ||= (isSent || error instanceof LaneCommitError) && !isRolledBack(error);
      const canRetry = !isPermanent(error) || (mayBeWritten && isConstraintViolation(error));
      if (!canRetry || attempt === ATTEMPTS || performance.now() > deadline)
        return { error, mayBeWritten };
      await pause(RETRY_PAUSE_MS);
    }
  }
}

/** Writes a batch by the lane. @returns the errors of its requests; undefined where only Prisma's client can write it */
async function append(
  { lane, dialect }: CommitOptions,
  batch: readonly WriteSet[],
): Promise<Map<WriteSet, Error> | undefined> {
  const appends = lane && appendsOf(batch, dialect);
  return appends && errorsOf(batch, await lane.write(appends));
}

/** A second attempt at once would end alike. */
const isPermanent = (error: unknown): boolean =>
  isBug(error) || error instanceof LostRowError || isLockTimeout(error);

async function writeOnce(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly WriteSet[],
  { mode, mayBeWritten }: Attempt,
): Promise<Map<WriteSet, Error>> {
  const skipLocked = mode === 'skipLocked';
  if (!mayBeWritten) return writeBatch(tx, dialect, batch, skipLocked);
  const written = await findWritten(tx, dialect, batch);
  const rest = batch.filter((writes) => !written.has(writes));
  const errors = await writeBatch(tx, dialect, rest, skipLocked);
  // A commit that ends only now makes its own second attempt fail: what that refused has been done.
  for (const late of await findWritten(tx, dialect, [...errors.keys()])) errors.delete(late);
  // A read writes nothing but its nonce: its own and a replay's cannot be told apart.
  for (const [writes, error] of errors)
    if (error instanceof NonceUsedError && !writes.some(({ table }) => table.proof))
      errors.set(writes, new ServiceUnavailableError('unknown'));
  return errors;
}
