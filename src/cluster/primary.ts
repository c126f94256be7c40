import type { Config } from '#config/config.ts';
import { endProcess, LOG_MILLISECONDS } from '#log/end-process.ts';
import { openSharedLog } from '#log/log.ts';
import { CLOSE_MILLISECONDS, STOP_SIGNALS } from './stop.ts';
import { Workers } from './workers.ts';

/** Runs this process as the primary: it starts the workers and replaces those that end. They do all the rest. */
export async function runPrimary({
  workers: count,
  stopMilliseconds,
  logLevel,
}: Config): Promise<void> {
  const log = openSharedLog(logLevel);
  const workers = new Workers({
    count,
    // Each ends on its own before.
    stopMilliseconds: stopMilliseconds + CLOSE_MILLISECONDS + 2 * LOG_MILLISECONDS,
    log,
    failed: (code) => void workers.stop().then(() => endProcess(log, code)),
  });
  await workers.start();
  for (const signal of STOP_SIGNALS)
    process.on(signal, async () => endProcess(log, (await workers.stop()) ? 0 : 1));
  workers.printBanner(); // the reader of it can send a signal at once
}
