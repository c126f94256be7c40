import { existsSync, linkSync } from 'node:fs';
import { dirname } from 'node:path';
import { claimNumberedName } from '#files/claim-numbered-name.ts';
import { syncToDisk } from '#files/durable.ts';
import { asOneFile } from '#store/sqlite/copy.ts';
import { BackupError } from './backup-error.ts';
import { COMPANIONS } from './files.ts';

/**
 * Gives the database that a restore replaces a second name, `….before-restore` or `….before-restore.N`. It keeps the first
 * name too, so that it exists whenever the process dies. A link fails where a file exists, so nothing is overwritten.
 * @returns the second name; undefined where there is no database
 * @throws BackupError
 */
export function keepPresent(file: string): string | undefined {
  if (existsSync(file)) mergeLog(file);
  // A damaged database cannot be merged with its log: the log is kept beside it, under the matching name.
  const present = ['', '-wal', '-journal'].filter((suffix) => existsSync(file + suffix));
  if (present.length === 0) return undefined;
  const kept = claimNumberedName(
    (number) => `${file}.before-restore${number === 0 ? '' : `.${number}`}`,
    (name) => (['', ...COMPANIONS].some((suffix) => existsSync(name + suffix)) ? undefined : name),
  );
  for (const suffix of present) linkSync(file + suffix, kept + suffix);
  syncToDisk(dirname(file));
  return kept;
}

function mergeLog(file: string): void {
  try {
    asOneFile(file);
  } catch (cause) {
    const code = String((cause as { code?: unknown }).code);
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return; // this can be the reason for the restore
    throw new BackupError(
      code.startsWith('SQLITE_BUSY')
        ? `Another program has the database ${file} open, such as a backup. Wait until it has finished.`
        : `The present database ${file} cannot be kept (${code}). Check the owner of the file, and that the disk has free space.`,
      { cause },
    );
  }
}
