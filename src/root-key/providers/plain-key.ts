import { randomFillSync } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { syncToDisk, writeDurably } from '#files/durable.ts';
import { NO_PARAMETERS, ROOT_KEY_BYTES, RootKeyError, type RootKeyProvider } from './provider.ts';

/**
 * A root key in a setting.
 * @param key the provider owns it
 * @param location the setting, for error texts
 */
export function keyFromSetting(key: SecretBytes, location: string): RootKeyProvider {
  const copy = async () => new SecretBytes(Buffer.from(key.bytes), 'root key');
  return {
    kind: 'key',
    location,
    create: async () => ({ key: await copy(), parameters: NO_PARAMETERS }),
    open: copy,
  };
}

/**
 * A root key in a file, in base64. The file is read at each use.
 * @param canCreate whether `create` creates a missing file
 */
export function keyFromFile(file: string, canCreate: boolean): RootKeyProvider {
  return {
    kind: 'key',
    location: file,
    async create() {
      return { key: readRootKey(file) ?? makeRootKey(file, canCreate), parameters: NO_PARAMETERS };
    },
    async open() {
      const key = readRootKey(file);
      if (!key) throw missingFile(file);
      return key;
    },
    retired: () => retiredKeys(file),
  };
}

/** The files `….retired-N` of earlier rotations, the latest first. Skips files that cannot be read. */
function retiredKeys(file: string): { file: string; key: SecretBytes }[] {
  const prefix = `${basename(file)}.retired-`;
  const names = existsSync(dirname(file)) ? readdirSync(dirname(file)) : [];
  const numbers = names.flatMap((name) =>
    name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))
      ? Number(name.slice(prefix.length))
      : [],
  );
  return numbers
    .toSorted((a, b) => b - a)
    .flatMap((number) => {
      const retired = `${file}.retired-${number}`;
      const key = tryToRead(retired);
      return key ? { file: retired, key } : [];
    });
}

function tryToRead(file: string): SecretBytes | undefined {
  try {
    return readRootKey(file);
  } catch {
    return undefined;
  }
}

const missingFile = (file: string) =>
  new RootKeyError(
    `The root key file ${file} is missing. Restore it from your backup, or set the path of another file.`,
  );

/** @returns undefined where the file does not exist @throws RootKeyError */
function readRootKey(file: string): SecretBytes | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new RootKeyError(`The root key file ${file} cannot be read (${code}).`, { cause });
  }
  return decodeRootKey(text.trim(), file);
}

/**
 * Decodes a root key from base64.
 * @param where the setting or the file, for the error text
 * @throws RootKeyError
 */
export function decodeRootKey(text: string, where: string): SecretBytes {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== ROOT_KEY_BYTES || bytes.toString('base64') !== text)
    throw new RootKeyError(
      `${where} must contain ${ROOT_KEY_BYTES} bytes in base64 (44 characters). Create such a key with "openssl rand -base64 32".`,
    );
  return new SecretBytes(bytes, 'root key');
}

/**
 * Creates a root key file. It is complete and on disk before anything depends on it: it is written and synced under
 * another name, and then linked to its own. A link fails where a file exists, so no root key is ever overwritten.
 */
function makeRootKey(file: string, canCreate: boolean): SecretBytes {
  if (!canCreate) throw missingFile(file);
  const bytes = randomFillSync(Buffer.allocUnsafeSlow(ROOT_KEY_BYTES));
  const draft = `${file}.${process.pid}.draft`;
  try {
    writeDurably(draft, `${bytes.toString('base64')}\n`);
    linkSync(draft, file);
  } catch (cause) {
    throw new RootKeyError(
      `The root key cannot be written to ${file} (${(cause as NodeJS.ErrnoException).code}). Check the owner of the folder, and that the disk has free space.`,
      { cause },
    );
  } finally {
    rmSync(draft, { force: true });
  }
  syncToDisk(dirname(file));
  return new SecretBytes(bytes, 'root key');
}
