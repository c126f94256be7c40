import type { Lookups } from '#store/read/lookups.ts';

/** Reads the number that each change of an account's identities or policies raises. */
export type Epochs = Pick<Lookups, 'identityEpoch'>;

/** The state of an account's identities when something was read. */
export interface Freshness {
  readonly accountId: string;
  readonly epoch: number;
  /** Milliseconds of a clock that nobody can set. */
  readonly readAt: number;
}

/** Then rows are read and their MACs verified again, although no change was announced: somebody may have altered them. */
const AGING_MS = 1_000;
/** What could not be read again for so long is not used any more. */
const MAX_AGE_MS = 5_000;

/** Call it before the rows are read: rows that change meanwhile make the result outdated. */
export const beginRead = async (epochs: Epochs, accountId: string): Promise<Freshness> => ({
  accountId,
  readAt: performance.now(),
  epoch: await epochs.identityEpoch(accountId),
});

/**
 * Whether what was read can be used. `aging`: nothing was changed by this service, and it is time to read it again, while
 * requests go on. `outdated`: it was changed, or is too old.
 * @throws ServiceUnavailableError
 */
export async function freshnessOf(
  epochs: Epochs,
  { accountId, epoch, readAt }: Freshness,
): Promise<'current' | 'aging' | 'outdated'> {
  const age = performance.now() - readAt;
  if (age >= MAX_AGE_MS || (await epochs.identityEpoch(accountId)) !== epoch) return 'outdated';
  return age < AGING_MS ? 'current' : 'aging';
}
