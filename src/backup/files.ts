import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { explained } from './backup-error.ts';

/** What SQLite keeps beside a database. Left beside another of the same name, it would be written into that. */
export const COMPANIONS = ['-wal', '-journal', '-shm'] as const;

/** Waits until a file's bytes, or a folder's names, are on disk. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Copies a database file, with the log beside it if somebody has copied both by hand. @throws BackupError */
export async function copyFiles(file: string, copy: string): Promise<void> {
  for (const suffix of ['', '-wal'])
    if (suffix === '' || existsSync(file + suffix))
      await explained(`${file}${suffix} cannot be read or copied`, () =>
        copyFile(file + suffix, copy + suffix),
      );
}
