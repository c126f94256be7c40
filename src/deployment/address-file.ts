import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'address');

/**
 * Writes the URL of the running server to the data folder, for commands: with PORT=0 their settings
 * do not tell the port. Dispose of the result to delete the file.
 */
export function writeAddress(dataDir: string, url: string): Disposable {
  const remove = () => rmSync(fileIn(dataDir), { force: true });
  try {
    writeFileSync(fileIn(dataDir), url, { mode: 0o600 });
  } catch (error) {
    remove(); // a full disk leaves an empty file
    throw error;
  }
  return { [Symbol.dispose]: remove };
}

/** URL of the server that runs on this data folder; undefined if none runs. */
export const readAddress = (dataDir: string): string | undefined =>
  existsSync(fileIn(dataDir)) ? readFileSync(fileIn(dataDir), 'utf8') : undefined;
