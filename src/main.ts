import { setTimeout as pause } from 'node:timers/promises';
import { exitWithError } from '#cli/exit-with-error.ts';
import { keepAccessKey, printBanner } from '#cli/startup-banner.ts';
import { environment, readConfig } from '#config/config.ts';
import { openLog } from '#log/log.ts';
import { processMetrics } from '#metrics/metrics.ts';
import { startServer } from './server.ts';

/** How long the end of the process waits for the reader of the log. */
const LOG_MILLISECONDS = 1_000;
/** After the requests under way: the last commit, and the connections to the database. */
const LAST_WORDS_MILLISECONDS = 1_500;

process.stdout.on('error', () => {}); // whoever read it has gone; the service goes on
process.umask(0o077); // whatever is written is for this account alone

try {
  const config = readConfig(environment());
  const log = openLog(config.logLevel);
  const server = await startServer(config, {
    log,
    keepAccessKey: keepAccessKey(config, process.stdout),
    processMetrics: [processMetrics()],
  });
  /** Nobody who does not read the log is waited for: a thread hangs in writing it then, and exit would wait for that thread. */
  const end = async (code: number) => {
    const written = new Promise<boolean>((done) => log.flush(() => done(true)));
    if (await Promise.race([written, pause(LOG_MILLISECONDS, false)])) process.exit(code);
    process.kill(process.pid, 'SIGKILL');
  };
  // However often one is told to stop: it stops once, and ends what is under way; what hangs for longer is left behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, async () => {
      setTimeout(end, config.stopMilliseconds + LAST_WORDS_MILLISECONDS, 1).unref();
      await server[Symbol.asyncDispose]();
      await end(0);
    });
  await printBanner(server, process.stdout);
} catch (error) {
  exitWithError('Keywright cannot start.', error);
}
