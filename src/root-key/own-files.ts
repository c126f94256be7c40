import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * After a rotation of the data folder's own root key the next one takes its name, and the old one is kept: older
 * backups need it. The old one gets its second name first, and loses the first by one rename: killed in between, or
 * done twice at once, there is a root key under its name at every moment.
 */
export function settleRootKeyFiles(dataDir: string): void {
  const current = join(dataDir, 'root-key');
  const kept = existsSync(current) ? keep(current) : undefined;
  try {
    renameSync(join(dataDir, 'root-key.next'), current);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // Another was faster; what has just been given a second name may be the new one.
    if (kept?.isNew) rmSync(kept.name, { force: true });
    return;
  }
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** A second name for a file, unless it has one already, of a time that was killed. Never one that is taken. */
function keep(file: string): { readonly name: string; readonly isNew: boolean } {
  for (let number = 1; ; number += 1) {
    const name = `${file}.retired-${number}`;
    try {
      linkSync(file, name);
      return { name, isNew: true };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (statSync(name).ino === statSync(file).ino) return { name, isNew: false };
    }
  }
}
