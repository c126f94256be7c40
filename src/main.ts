import { environment, readConfig } from './config.ts';
import { endWith } from './explain.ts';
import { greet, keepAccessKey } from './greeting.ts';
import { startServer } from './server.ts';

process.stdout.on('error', () => {}); // whoever read it has gone; the service goes on
process.umask(0o077); // whatever is written is for this account alone

try {
  const config = readConfig(environment());
  const server = await startServer(config, { keepAccessKey: keepAccessKey(config, process.stdout) });
  // However often one is told to stop: it stops once, and ends what is under way.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, async () => {
      await server[Symbol.asyncDispose]();
      process.exit(0);
    });
  await greet(server, process.stdout);
} catch (error) {
  endWith('Keywright cannot start.', error);
}
