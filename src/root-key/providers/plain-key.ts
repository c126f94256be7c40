import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { NO_PARAMETERS, ROOT_KEY_BYTES, RootKeyError, type RootKeyProvider } from './provider.ts';

/** The key itself, as a setting gives it. Owns the bytes. */
export function keyFromSetting(key: SecretBytes, place: string): RootKeyProvider {
  const copy = async () => new SecretBytes(Buffer.from(key.bytes), 'root key');
  return {
    kind: 'key',
    place,
    create: async () => ({ key: await copy(), parameters: NO_PARAMETERS }),
    open: copy,
  };
}

/**
 * The key as a file holds it, in base64.
 * @param make whether a file that is missing may be made when a new root key is asked for
 */
export function keyFromFile(file: string, make: boolean): RootKeyProvider {
  return {
    kind: 'key',
    place: file,
    async create() {
      return { key: readRootKey(file) ?? makeIf(make, file), parameters: NO_PARAMETERS };
    },
    async open() {
      const key = readRootKey(file);
      if (!key) throw missing(file);
      return key;
    },
    retired: () => retiredBeside(file),
  };
}

/** What a rotation has kept under `….retired-N`, the latest first. One that cannot be read is passed over. */
function retiredBeside(file: string): { place: string; key: SecretBytes }[] {
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
      const place = `${file}.retired-${number}`;
      const key = readIfOne(place);
      return key ? { place, key } : [];
    });
}

function readIfOne(file: string): SecretBytes | undefined {
  try {
    return readRootKey(file);
  } catch {
    return undefined;
  }
}

const missing = (file: string) =>
  new RootKeyError(
    `The root key file ${file} is missing. Restore it from your backup, or name another place.`,
  );

function makeIf(allowed: boolean, file: string): SecretBytes {
  if (!allowed) throw missing(file);
  return makeRootKey(file);
}

/** @returns undefined where no file is. @throws RootKeyError */
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
    throw new RootKeyError(
      `The root key cannot be written to ${file} (${(cause as NodeJS.ErrnoException).code}). Check whose the folder is, and that the disk has room.`,
      { cause },
    );
  } finally {
    rmSync(draft, { force: true });
  }
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return new SecretBytes(bytes, 'root key');
}
