import { setTimeout as pause } from 'node:timers/promises';
import { exitWithError } from '#cli/exit-with-error.ts';
import { keepAccessKey, printBanner } from '#cli/startup-banner.ts';
import { environment, readConfig } from '#config/config.ts';
import { openLog } from '#log/log.ts';
import { processMetrics } from '#metrics/process-metrics.ts';
import { startServer } from './server.ts';

/** Time for the reader of the log to read the rest, at the end of the process. */
const LOG_MILLISECONDS = 1_000;
/** Time for the last commit and for closing database connections, after the running requests. */
const CLOSE_MILLISECONDS = 1_500;

process.stdout.on('error', () => {}); // the reader of standard output has exited; the service runs on
process.umask(0o077); // files are readable by this account only

try {
  const config = readConfig(environment());
  const log = openLog(config.logLevel);
  const server = await startServer(config, {
    log,
    keepAccessKey: keepAccessKey(config, process.stdout),
    processMetrics: [processMetrics()],
  });
  // If nobody reads the log, a thread blocks in writing it. `exit` would wait for that thread.
  const end = async (code: number) => {
    const written = new Promise<boolean>((done) => log.flush(() => done(true)));
    if (await Promise.race([written, pause(LOG_MILLISECONDS, false)])) process.exit(code);
    process.kill(process.pid, 'SIGKILL');
  };
  // More signals change nothing: the server stops once. After the limit the process ends anyway.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, async () => {
      setTimeout(end, config.stopMilliseconds + CLOSE_MILLISECONDS, 1).unref();
      await server[Symbol.asyncDispose]();
      await end(0);
    });
  await printBanner(server, process.stdout);
} catch (error) {
  exitWithError('Keywright cannot start.', error);
}
