import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own (tmpfs), small enough to be filled. Only root may mount one. */
export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Takes all the room there is, bar so many bytes. */
  fill(leaving?: number): void;
  /** Gives it back. */
  free(): void;
  /** Lets nobody write, or everybody again; refused by the kernel while somebody has a file open for writing. */
  remount(mode: 'ro' | 'rw'): void;
}

const PAGE = 4_096;

export function mountSmallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'keywright-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder], {
      stdio: 'pipe',
    });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  const filler = join(folder, 'filler');
  const free = () => rmSync(filler, { force: true });
  return {
    folder,
    free,
    fill(leaving = 0) {
      free();
      const descriptor = openSync(filler, 'w');
      let written = 0;
      try {
        for (;;) written += writeSync(descriptor, Buffer.alloc(PAGE));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
      ftruncateSync(descriptor, Math.max(0, written - leaving));
      closeSync(descriptor);
    },
    remount: (mode) =>
      void execFileSync('mount', ['-o', `remount,${mode}`, folder], { stdio: 'pipe' }),
    [Symbol.dispose]() {
      try {
        execFileSync('umount', [folder], { stdio: 'pipe' });
      } catch {
        execFileSync('umount', ['-l', folder], { stdio: 'pipe' }); // a failed test has left something open
      }
      rmdirSync(folder);
    },
  };
}

/** Whether this account may mount; where it may not, says so once, for what is skipped silently is taken for tested. */
export function canMount(): boolean {
  try {
    mountSmallDisk(PAGE)[Symbol.dispose]();
    return true;
  } catch {
    process.stderr.write(
      'SKIPPED: the tests of a full disk need to mount a tmpfs, which this account may not do; run them as root.\n',
    );
    return false;
  }
}
