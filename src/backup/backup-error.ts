/** A backup cannot be made, restored or verified. The message says what to do. */
export class BackupError extends Error {}

/** Runs work on files; where the system refuses, says what could not be done and its code for why. @throws BackupError */
export async function explained<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!/^E[A-Z0-9]+$/.test(code ?? '')) throw cause;
    throw new BackupError(`${what} (${code}).`, { cause });
  }
}
