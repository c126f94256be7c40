import { flushCompileCache } from 'node:module';
import { exitWithError } from '#cli/exit-with-error.ts';
import { keepAccessKey, printBanner } from '#cli/startup-banner.ts';
import { CLOSE_MILLISECONDS, STOP_SIGNALS } from '#cluster/stop.ts';
import { Primary, workerPlace } from '#cluster/worker.ts';
import type { Config } from '#config/config.ts';
import { shareOf } from '#config/worker-share.ts';
import { endProcess } from '#log/end-process.ts';
import { openLog, openSharedLog } from '#log/log.ts';
import { processMetrics } from '#metrics/process-metrics.ts';
import { startServer } from './server.ts';

/** Serves in this process until a signal stops it. @throws as `startServer` does */
export async function serve(settings: Config): Promise<void> {
  const place = workerPlace();
  const config = place ? shareOf(settings, place) : settings;
  const log = place ? openSharedLog(config.logLevel, place.number) : openLog(config.logLevel);
  const primary = place && new Primary();
  const server = await startServer(config, {
    log,
    keepAccessKey: keepAccessKey(config, process.stdout),
    processMetrics: [processMetrics()],
    ...(primary && { gatherMetrics: primary.gatherMetrics }),
  });
  // More signals change nothing: the server stops once. After the limit the process ends anyway.
  const stop = async () => {
    setTimeout(() => endProcess(log, 1), config.stopMilliseconds + CLOSE_MILLISECONDS).unref();
    await server[Symbol.asyncDispose]();
    await endProcess(log, 0);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const print = () => printBanner(server, process.stdout);
  if (primary) primary.serving(server.port, () => void print().catch(tell), stop);
  else await print();
  flushCompileCache(); // Node would write it at the end of the process, which may be killed
}

const tell = (error: unknown): void => exitWithError('Keywright cannot start.', error);
