import { existsSync, linkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { claimNumberedName } from '#files/claim-numbered-name.ts';
import { renameDurably } from '#files/durable.ts';

/**
 * Renames the root key files of the data folder after a rotation: `root-key.next` becomes `root-key`, and the old root key
 * becomes `root-key.retired-N`, because older backups need it. The old file first gets its second name, and then loses
 * the first one in one rename: if the process dies in between, or two do this at once, `root-key` always exists.
 */
export function renameRootKeyFiles(dataDir: string): void {
  const current = join(dataDir, 'root-key');
  const retired = existsSync(current) ? retire(current) : undefined;
  try {
    renameDurably(join(dataDir, 'root-key.next'), current);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // Another process has renamed it already: what just got a second name can be the new root key.
    if (retired?.isNew) rmSync(retired.name, { force: true });
  }
}

/** Gives a file a second name that was free. A file that an interrupted rotation has linked keeps that name. */
const retire = (file: string): { readonly name: string; readonly isNew: boolean } =>
  claimNumberedName(
    (number) => `${file}.retired-${number + 1}`,
    (name) => {
      try {
        linkSync(file, name);
        return { name, isNew: true };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        return statSync(name).ino === statSync(file).ino ? { name, isNew: false } : undefined;
      }
    },
  );
