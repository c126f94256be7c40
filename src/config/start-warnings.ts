import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isLoopback } from '#domain/loopback.ts';
import type { IssuerSettings } from '#domain/openid/issuer-settings.ts';
import { keyFromFile } from '#root-key/providers/plain-key.ts';
import { NO_PARAMETERS, RootKeyError } from '#root-key/providers/provider.ts';
import type { RootKeySource } from '#root-key/providers/source.ts';
import type { Config } from './config.ts';
import type { OpenIdConfig } from './openid-issuers.ts';

/** A warning in the log. `msg` is stable, so that alarms can match it. */
export interface StartWarning {
  readonly msg: string;
  /** The setting, file or address that the warning is about. */
  readonly place: string;
}

/**
 * Settings that work but are not safe. Call it after the root key is opened: it reads the key file
 * again.
 */
export async function startWarnings(
  {
    host,
    publicUrl,
    dataDir,
    rootKey,
    nextRootKey,
  }: Pick<Config, 'host' | 'publicUrl' | 'dataDir' | 'rootKey' | 'nextRootKey'>,
  openId: OpenIdConfig,
): Promise<StartWarning[]> {
  const own: RootKeySource = { from: 'file', file: join(dataDir, 'root-key') };
  const sources = [rootKey ?? own, nextRootKey].filter((source) => source !== undefined);
  const ofRootKeys = await Promise.all(sources.map(rootKeyWarnings));
  const isOpen = !isLoopback(host) && !publicUrl?.startsWith('https:');
  return [
    ...ofRootKeys.flat(),
    ...openId.secretFiles.flatMap((file) => ifReadable(file, 'file with a client secret')),
    ...openId.issuers.flatMap(ofMapping),
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
      return []; // we generate it, at random
  }
}

async function ofFile(file: string): Promise<StartWarning[]> {
  try {
    using key = await keyFromFile(file, false).open(NO_PARAMETERS);
    return ifRepetitive(key.bytes, 'root key', file);
  } catch (error) {
    if (error instanceof RootKeyError) return []; // the next root key, which is not needed yet
    throw error;
  }
}

const ifRepetitive = (secret: Uint8Array, what: string, place: string): StartWarning[] =>
  isRepetitive(secret) ? [{ msg: `the ${what} is repetitive, so it can be guessed`, place }] : [];

const ifReadable = (file: string | undefined, what = 'root key file'): StartWarning[] =>
  file !== undefined && isReadableByOthers(file)
    ? [{ msg: `others can read the ${what}`, place: file }]
    : [];

/** Claims that people can often change themselves, and that another person may get later (OpenID Connect Core §5.7). */
const CHANGEABLE_CLAIMS = ['email', 'preferred_username', 'name', 'nickname', 'phone_number'];

const ofMapping = ({ name, mapping }: IssuerSettings): StartWarning[] =>
  mapping.some(({ claim }) => CHANGEABLE_CLAIMS.includes(claim.join('.')))
    ? [{ msg: 'a rule maps by a claim that people can change: use sub', place: name }]
    : [];

/**
 * Whether a secret has fewer than five different bytes, or repeats a part. For 32 random bytes the
 * probability is below 2^-100.
 */
export function isRepetitive(secret: Uint8Array): boolean {
  if (new Set(secret).size < 5) return true;
  const periods = Array.from({ length: Math.floor(secret.length / 2) }, (_, index) => index + 1);
  return periods.some((period) =>
    secret.subarray(period).every((byte, index) => byte === secret[index]),
  );
}

/**
 * By its mode. A group may read a file that this account does not own: Kubernetes mounts secrets so
 * for a process that is not root.
 */
function isReadableByOthers(file: string): boolean {
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status) return false;
  const isOwn = status.uid === process.getuid?.();
  return (status.mode & (isOwn ? 0o044 : 0o004)) !== 0;
}
