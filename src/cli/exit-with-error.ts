import { BackupError } from '#backup/backup-error.ts';
import { ConfigError } from '#config/config-error.ts';
import { InternalFailureError, KmsError, ServiceUnavailableError } from '#domain/errors.ts';
import { RootKeyError } from '#root-key/providers/provider.ts';
import { DatabaseError } from '#store/database-error.ts';
import { FolderError } from '#store/sqlite/folder-lock.ts';
import { CommandError } from './command/command-error.ts';
import { asCalledHere } from './command-text.ts';

/** Errors that the operator can correct. Their messages are shown without a stack. */
const OPERATOR_ERRORS = [
  ConfigError,
  RootKeyError,
  FolderError,
  DatabaseError,
  BackupError,
  CommandError,
];

const LISTEN_ADVICE: Readonly<Record<string, (port: unknown) => string>> = {
  EADDRINUSE: (port) =>
    `Another program already listens on port ${port}. Stop it, or set PORT to another port.`,
  EACCES: (port) =>
    `This account is not allowed to listen on port ${port}. Set PORT to another port.`,
  EADDRNOTAVAIL: () => 'This machine does not have this address. Check HOST.',
  ENOTFOUND: () => 'This host name cannot be resolved. Check HOST.',
};

/** For the files in the data folder besides the database: the first access key, the address. */
const DISK_ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the data folder (KEYWRIGHT_DATA_DIR) is full.',
  EDQUOT: 'The disk of the data folder (KEYWRIGHT_DATA_DIR) has no quota left for this account.',
  EROFS: 'The disk of the data folder (KEYWRIGHT_DATA_DIR) is read-only.',
};

const DATABASE_ADVICE =
  'The database does not answer, or cannot be written. Check DATABASE_URL, and that its disk has free space.';

/** What the operator can do about a failure; undefined where the failure is a bug. */
export function adviceFor(error: unknown): string | undefined {
  if (OPERATOR_ERRORS.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof ServiceUnavailableError) return DATABASE_ADVICE;
  // from an operation that a command performs
  if (error instanceof KmsError && !(error instanceof InternalFailureError)) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: unknown };
  return LISTEN_ADVICE[String(code)]?.(port) ?? DISK_ADVICE[String(code)];
}

/**
 * Sets the exit code 1 and writes a message to standard error.
 * @param introduction what failed, as a sentence
 * @throws the error itself, where it is a bug
 */
export function exitWithError(introduction: string, error: unknown): void {
  const advice = adviceFor(error);
  if (!advice) throw error;
  process.stderr.write(asCalledHere(`${introduction} ${advice}\n`));
  process.exitCode = 1;
}
