import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'address');

/** Leaves a running server's address for commands beside it: its port may be another than their settings say. */
export function writeAddress(dataDir: string, url: string): Disposable {
  const remove = () => rmSync(fileIn(dataDir), { force: true });
  try {
    writeFileSync(fileIn(dataDir), url, { mode: 0o600 });
  } catch (error) {
    remove(); // on a full disk it is there, and empty: no address
    throw error;
  }
  return { [Symbol.dispose]: remove };
}

/** The address of the server that runs on this folder, if one does. */
export const readAddress = (dataDir: string): string | undefined =>
  existsSync(fileIn(dataDir)) ? readFileSync(fileIn(dataDir), 'utf8') : undefined;
