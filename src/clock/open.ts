import { uptime } from 'node:os';
import type { DatabaseSource } from '#store/store.ts';
import { type ClockOptions, type ClockWatch, trustedClock } from './clock-watch.ts';
import { DatabaseComparison } from './database-comparison.ts';
import { GuardedClock } from './guarded-clock.ts';

interface Options extends Omit<ClockOptions, 'monotonic'> {
  readonly kind: DatabaseSource['kind'];
  /** The time of the database, set by a test. */
  readonly databaseClock: (() => Date) | undefined;
  /** Absent: the clock of the machine. */
  readonly monotonic: (() => number) | undefined;
}

/**
 * A monotonic clock that continues while the machine sleeps, unlike `performance.now()`: otherwise the wake-up of a
 * laptop would look like a jump of its clock.
 */
const uptimeMilliseconds = (): number => uptime() * 1_000;

/**
 * Opens the watch for the kind of database, and compares the clocks once.
 * @throws ServiceUnavailableError
 */
export async function openClockWatch({
  kind,
  databaseClock,
  monotonic,
  ...options
}: Options): Promise<ClockWatch> {
  if (databaseClock) return trustedClock(options);
  if (kind === 'sqlite')
    return GuardedClock.open({ ...options, monotonic: monotonic ?? uptimeMilliseconds });
  // Read for each request, so it must be fast. After a sleep it is wrong until the next comparison.
  const comparison = new DatabaseComparison({
    ...options,
    monotonic: monotonic ?? (() => performance.now()),
  });
  await comparison.compare();
  return comparison;
}
