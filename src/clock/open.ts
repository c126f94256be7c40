import { uptime } from 'node:os';
import type { DatabaseSource } from '#store/store.ts';
import { type ClockOptions, type ClockWatch, unwatched } from './clock-watch.ts';
import { DatabaseComparison } from './database-comparison.ts';
import { GuardedClock } from './guarded-clock.ts';

interface Options extends Omit<ClockOptions, 'monotonic'> {
  readonly kind: DatabaseSource['kind'];
  /** The time of the database, where a test sets it. */
  readonly databaseClock: (() => Date) | undefined;
  /** Absent: the machine's own. */
  readonly monotonic: (() => number) | undefined;
}

/**
 * A clock of this machine that nobody sets and that goes on while the machine sleeps, unlike `performance.now()`: a
 * laptop that wakes has no clock that jumped.
 */
const uptimeMilliseconds = (): number => uptime() * 1_000;

/** Starts to watch the clock of this server. It has looked once when this resolves. @throws ServiceUnavailableError */
export async function openClockWatch({
  kind,
  databaseClock,
  monotonic,
  ...options
}: Options): Promise<ClockWatch> {
  if (databaseClock) return unwatched(options);
  if (kind === 'sqlite')
    return GuardedClock.open({ ...options, monotonic: monotonic ?? uptimeMilliseconds });
  // Read for each request, so the one that costs nothing. After a sleep it is wrong until the clocks are compared again.
  const comparison = new DatabaseComparison({
    ...options,
    monotonic: monotonic ?? (() => performance.now()),
  });
  await comparison.look();
  return comparison;
}
