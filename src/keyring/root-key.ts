import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SecretBytes } from '#domain/secret-bytes.ts';

/** The root key cannot be had, or is not one. The message says what to do. */
export class RootKeyError extends Error {}

export const ROOT_KEY_BYTES = 32;

/** Where the root key comes from: the setting itself, a file that was named, or the data folder's own file. */
export interface RootKeySource {
  readonly value?: SecretBytes | undefined;
  readonly file?: string | undefined;
  readonly dataDir: string;
}

/**
 * Reads the root key; makes one only for a database that is still empty and when none is configured.
 * @throws RootKeyError
 */
export function openRootKey(source: RootKeySource, databaseIsEmpty: boolean): SecretBytes {
  if (source.value !== undefined) return source.value;
  if (source.file !== undefined) return readRootKey(source.file);
  const file = join(source.dataDir, 'root-key');
  try {
    return readRootKey(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  if (databaseIsEmpty) return makeRootKey(file);
  throw new RootKeyError(
    `The database holds keys, but its root key is missing: there is no ${file}, and neither KEYWRIGHT_ROOT_KEY_FILE nor KEYWRIGHT_ROOT_KEY is set. Without the root key nothing in the database can be opened; restore it from your backup.`,
  );
}

const isMissing = (error: unknown): boolean => error instanceof RootKeyError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT';

function readRootKey(file: string): SecretBytes {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RootKeyError(`The root key file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
  return decodeRootKey(text.trim(), file);
}

/** @param where what to name in the error: the setting, or the file @throws RootKeyError */
export function decodeRootKey(text: string, where: string): SecretBytes {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== ROOT_KEY_BYTES || bytes.toString('base64') !== text)
    throw new RootKeyError(
      `${where} must hold ${ROOT_KEY_BYTES} bytes in base64 (44 characters); "openssl rand -base64 32" makes such a key.`,
    );
  return new SecretBytes(bytes, 'root key');
}

/**
 * On disk for good, whole, before anything depends on it: written under another name, synced, and only then linked
 * to its own. A link fails where a file is, so no root key is ever overwritten.
 */
function makeRootKey(file: string): SecretBytes {
  const bytes = randomFillSync(Buffer.allocUnsafeSlow(ROOT_KEY_BYTES));
  const draft = `${file}.${process.pid}.draft`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    writeSync(descriptor, `${bytes.toString('base64')}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    linkSync(draft, file);
  } catch (cause) {
    throw new RootKeyError(`The root key cannot be written to ${file} (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return new SecretBytes(bytes, 'root key');
}
