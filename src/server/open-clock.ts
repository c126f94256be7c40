import { asCalledHere } from '#cli/command-text.ts';
import type { ClockWatch } from '#clock/clock-watch.ts';
import { openClockWatch } from '#clock/open.ts';
import type { Config } from '#config/config.ts';
import { Nonces } from '#identity/nonces.ts';
import type { Store } from '#store/store.ts';
import type { StartOptions } from './server-options.ts';

/**
 * Starts to watch this server's clock, and loads the nonces that are valid by it.
 * @throws ServiceUnavailableError
 */
export async function openClock(
  store: Store,
  { database: { kind }, maxClockSkewMilliseconds }: Config,
  { clock, databaseClock, monotonic, log }: StartOptions,
): Promise<{ readonly clockWatch: ClockWatch; readonly nonces: Nonces }> {
  const clockWatch = await openClockWatch({
    kind,
    store,
    clock,
    databaseClock,
    monotonic,
    maxSkewMilliseconds: maxClockSkewMilliseconds,
    log,
    advise: asCalledHere,
  });
  const nonces = new Nonces({ maxClockSkewMilliseconds, sweptTo: clockWatch.sweptTo });
  await nonces.load(store);
  return { clockWatch, nonces };
}
