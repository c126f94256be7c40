import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/**
 * After a rotation of the data folder's own root key the next one takes its name, and the old one is kept: older
 * backups need it. Killed between the two, a start finds the key under either name.
 */
export function settleRootKeyFiles(dataDir: string): void {
  const current = join(dataDir, 'root-key');
  const next = join(dataDir, 'root-key.next');
  if (!existsSync(next)) return;
  if (existsSync(current)) renameSync(current, freeName(`${current}.retired`));
  renameSync(next, current);
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function freeName(name: string): string {
  let number = 1;
  while (existsSync(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
