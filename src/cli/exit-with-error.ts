import { BackupError } from '#backup/backup-error.ts';
import { ConfigError } from '#config/config-error.ts';
import { InternalFailureError, KmsError, ServiceUnavailableError } from '#domain/errors.ts';
import { RootKeyError } from '#root-key/providers/provider.ts';
import { DatabaseError } from '#store/database-error.ts';
import { FolderError } from '#store/sqlite/folder-lock.ts';
import { asCalledHere } from './command-text.ts';

/** What a person can put right: told in a sentence, without a stack. */
const EXPECTED = [ConfigError, RootKeyError, FolderError, DatabaseError, BackupError];

const LISTEN_ADVICE: Readonly<Record<string, (port: unknown) => string>> = {
  EADDRINUSE: (port) =>
    `Something listens on port ${port} already. Stop it, or choose another with PORT.`,
  EACCES: (port) => `This account may not listen on port ${port}. Choose another with PORT.`,
  EADDRNOTAVAIL: () => 'This machine has no such address. Check HOST.',
  ENOTFOUND: () => 'This host name is not known. Check HOST.',
};

/** Files of the data folder beside the database: the first access key, the address. */
const DISK_ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the data folder (KEYWRIGHT_DATA_DIR) is full.',
  EDQUOT: 'The disk of the data folder (KEYWRIGHT_DATA_DIR) gives this account no more room.',
  EROFS: 'The disk of the data folder (KEYWRIGHT_DATA_DIR) is read-only.',
};

const DATABASE_ADVICE =
  'The database does not answer, or cannot be written. Check DATABASE_URL, and that its disk has room.';

/** What a person can do about a failure; undefined where it is a bug. */
export function adviceFor(error: unknown): string | undefined {
  if (EXPECTED.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof ServiceUnavailableError) return DATABASE_ADVICE;
  if (error instanceof KmsError && !(error instanceof InternalFailureError)) return error.message; // of an operation that a command performs
  const { code, port } = error as NodeJS.ErrnoException & { port?: unknown };
  return LISTEN_ADVICE[String(code)]?.(port) ?? DISK_ADVICE[String(code)];
}

/** Ends the process with a sentence on standard error; what is no such failure is a bug, and thrown on. */
export function exitWithError(introduction: string, error: unknown): void {
  const advice = adviceFor(error);
  if (!advice) throw error;
  process.stderr.write(asCalledHere(`${introduction} ${advice}\n`));
  process.exitCode = 1;
}
