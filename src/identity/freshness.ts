import type { Epochs } from './epochs.ts';

/** The state of an account's identities when something was read. */
export interface Freshness {
  readonly accountId: string;
  readonly epoch: number;
  /** Milliseconds of a clock that nobody can set. */
  readonly readAt: number;
}

/** Then rows are read and their MACs verified again, although no change was announced: somebody may have altered them. */
const MAX_AGE_MS = 1_000;

/** Call it before the rows are read: rows that change meanwhile make the result outdated. */
export const beginRead = async (epochs: Epochs, accountId: string): Promise<Freshness> => ({
  accountId,
  readAt: performance.now(),
  epoch: await epochs.read(accountId),
});

/** Whether nothing was changed since the read. @throws ServiceUnavailableError */
export const isCurrent = async (
  epochs: Epochs,
  { accountId, epoch, readAt }: Freshness,
): Promise<boolean> =>
  performance.now() - readAt < MAX_AGE_MS && (await epochs.read(accountId)) === epoch;
