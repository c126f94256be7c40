import { environment, readConfig } from './config.ts';
import { endWith } from './explain.ts';
import { greet, keepAccessKey } from './greeting.ts';
import { processMetrics } from './metrics.ts';
import { startServer } from './server.ts';

/** After the requests under way: the last commit, and the connections to the database. */
const LAST_WORDS_MILLISECONDS = 1_500;

process.stdout.on('error', () => {}); // whoever read it has gone; the service goes on
process.umask(0o077); // whatever is written is for this account alone

try {
  const config = readConfig(environment());
  const server = await startServer(config, { keepAccessKey: keepAccessKey(config, process.stdout), processMetrics: [processMetrics()] });
  // However often one is told to stop: it stops once, and ends what is under way; what hangs for longer is left behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, async () => {
      setTimeout(() => process.exit(1), config.stopMilliseconds + LAST_WORDS_MILLISECONDS).unref();
      await server[Symbol.asyncDispose]();
      process.exit(0);
    });
  await greet(server, process.stdout);
} catch (error) {
  endWith('Keywright cannot start.', error);
}
