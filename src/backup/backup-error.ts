/** A backup cannot be created, restored or verified. The message says what to do. */
export class BackupError extends Error {}

/**
 * Runs work on files. Turns an error of the operating system into a BackupError with its code, such as ENOSPC.
 * @param what what failed, as the beginning of the message
 * @throws BackupError, or the error itself where it is not the operating system's
 */
export async function withFileErrors<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!/^E[A-Z0-9]+$/.test(code ?? '')) throw cause;
    throw new BackupError(`${what} (${code}).`, { cause });
  }
}
