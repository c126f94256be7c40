import { RootKeyError } from '#keyring/root-key.ts';
import { DatabaseError } from '#store/database-error.ts';
import { FolderError } from '#store/folder-lock.ts';
import { ConfigError, environment, readConfig } from './config.ts';
import { greet, keepAccessKey } from './greeting.ts';
import { startServer } from './server.ts';

/** What a person can put right: told in a sentence, without a stack. */
const EXPECTED = [ConfigError, RootKeyError, FolderError, DatabaseError];
const LISTEN_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Something listens on this port already. Stop it, or choose another with PORT.',
  EACCES: 'This account may not listen on this port. Choose another with PORT.',
  EADDRNOTAVAIL: 'This machine has no such address. Check HOST.',
  ENOTFOUND: 'This host name is not known. Check HOST.',
};

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
  const advice = EXPECTED.some((kind) => error instanceof kind)
    ? (error as Error).message
    : LISTEN_ADVICE[String((error as NodeJS.ErrnoException).code)];
  if (!advice) throw error;
  process.stderr.write(`Keywright cannot start. ${advice}\n`);
  process.exitCode = 1;
}
