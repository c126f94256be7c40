import cluster from 'node:cluster';
import { exitWithError } from '#cli/exit-with-error.ts';
import { environment, readConfig } from '#config/config.ts';

process.stdout.on('error', () => {}); // the reader of standard output has exited; the service runs on
process.umask(0o077); // files are readable by this account only

try {
  const config = readConfig(environment());
  // The primary does not load the server, which takes half of the memory of a process that has just started.
  if (config.workers > 1 && cluster.isPrimary)
    await (await import('#cluster/primary.ts')).runPrimary(config);
  else await (await import('./serve.ts')).serve(config);
} catch (error) {
  exitWithError('Keywright cannot start.', error);
  if (cluster.isWorker) process.exit(); // the channel to the primary would keep it running
}
