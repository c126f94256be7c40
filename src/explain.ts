import { RootKeyError } from '#keyring/root-key/provider.ts';
import { DatabaseError } from '#store/database-error.ts';
import { FolderError } from '#store/sqlite/folder-lock.ts';
import { BackupError } from './backup/backup-error.ts';
import { ConfigError } from './config-error.ts';

/** What a person can put right: told in a sentence, without a stack. */
const EXPECTED = [ConfigError, RootKeyError, FolderError, DatabaseError, BackupError];

const LISTEN_ADVICE: Readonly<Record<string, (port: unknown) => string>> = {
  EADDRINUSE: (port) => `Something listens on port ${port} already. Stop it, or choose another with PORT.`,
  EACCES: (port) => `This account may not listen on port ${port}. Choose another with PORT.`,
  EADDRNOTAVAIL: () => 'This machine has no such address. Check HOST.',
  ENOTFOUND: () => 'This host name is not known. Check HOST.',
};

/** Ends the process with a sentence on standard error; what is no such failure is a bug, and thrown on. */
export function endWith(introduction: string, error: unknown): void {
  const { code, port } = error as NodeJS.ErrnoException & { port?: unknown };
  const advice = EXPECTED.some((kind) => error instanceof kind) ? (error as Error).message : LISTEN_ADVICE[String(code)]?.(port);
  if (!advice) throw error;
  process.stderr.write(`${introduction} ${advice}\n`);
  process.exitCode = 1;
}
