import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isLoopback } from '#http/loopback.ts';
import { keyFromFile } from '#root-key/providers/plain-key.ts';
import { NO_PARAMETERS, RootKeyError } from '#root-key/providers/provider.ts';
import type { RootKeySource } from '#root-key/providers/source.ts';
import type { Config } from './config.ts';

/** A line of the log: `msg` is stable, so that an alarm can look for it, and the rest says where. */
export interface StartWarning {
  readonly msg: string;
  readonly place: string;
}

/** What lets a server start, and lets others in. Called once the root key is opened. */
export async function startWarnings({
  host,
  publicUrl,
  dataDir,
  rootKey,
  nextRootKey,
}: Pick<Config, 'host' | 'publicUrl' | 'dataDir' | 'rootKey' | 'nextRootKey'>): Promise<
  StartWarning[]
> {
  const own: RootKeySource = { from: 'file', file: join(dataDir, 'root-key') };
  const sources = [rootKey ?? own, nextRootKey].filter((source) => source !== undefined);
  const ofRootKeys = await Promise.all(sources.map(rootKeyWarnings));
  const isOpen = !isLoopback(host) && !publicUrl?.startsWith('https:');
  return [
    ...ofRootKeys.flat(),
    ...(isOpen
      ? [
          {
            msg: 'no TLS in front: HOST is public and KEYWRIGHT_PUBLIC_URL is not https',
            place: host,
          },
        ]
      : []),
  ];
}

async function rootKeyWarnings(source: RootKeySource): Promise<StartWarning[]> {
  switch (source.from) {
    case 'setting':
      return ifRepetitive(source.key.bytes, 'root key', source.setting);
    case 'passphrase':
      return [
        ...ifRepetitive(source.passphrase.bytes, 'passphrase', source.setting),
        ...ifReadable(source.file),
      ];
    case 'file':
      return [...(await ofFile(source.file)), ...ifReadable(source.file)];
    case 'pkcs11':
      return []; // it is random, and made by us
  }
}

async function ofFile(file: string): Promise<StartWarning[]> {
  try {
    using key = await keyFromFile(file, false).open(NO_PARAMETERS);
    return ifRepetitive(key.bytes, 'root key', file);
  } catch (error) {
    if (error instanceof RootKeyError) return []; // the next one, which nothing needs yet
    throw error;
  }
}

const ifRepetitive = (secret: Uint8Array, what: string, place: string): StartWarning[] =>
  isRepetitive(secret) ? [{ msg: `the ${what} is repetitive, so it can be guessed`, place }] : [];

const ifReadable = (file: string | undefined): StartWarning[] =>
  file !== undefined && isReadableByOthers(file)
    ? [{ msg: 'others can read the root key file', place: file }]
    : [];

/** Few different bytes, or the same ones over again. No random key of 32 bytes is (probability below 2^-100). */
export function isRepetitive(secret: Uint8Array): boolean {
  if (new Set(secret).size < 5) return true;
  const periods = Array.from({ length: Math.floor(secret.length / 2) }, (_, index) => index + 1);
  return periods.some((period) =>
    secret.subarray(period).every((byte, index) => byte === secret[index]),
  );
}

/**
 * By its mode. A group may read a file that we do not own: that is how Kubernetes hands a secret to a process that is
 * not root.
 */
function isReadableByOthers(file: string): boolean {
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status) return false;
  const isOurs = status.uid === process.getuid?.();
  return (status.mode & (isOurs ? 0o044 : 0o004)) !== 0;
}
