import { join } from 'node:path';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { keyFromPassphrase } from './passphrase.ts';
import { keyFromPkcs11, type Pkcs11Module } from './pkcs11.ts';
import { keyFromFile, keyFromSetting } from './plain-key.ts';
import type { RootKeyProvider } from './provider.ts';

/** Where the settings say that a root key is found. */
export type RootKeySource =
  | { readonly from: 'setting'; readonly key: SecretBytes; readonly setting: string }
  | { readonly from: 'file'; readonly file: string }
  | {
      readonly from: 'passphrase';
      readonly passphrase: SecretBytes;
      readonly setting: string;
      readonly file: string | undefined;
    }
  | { readonly from: 'pkcs11'; readonly module: Pkcs11Module; readonly keyLabel: string };

/** The providers of the root key, and of the next one during a rotation. */
export interface RootKeyProviders {
  readonly current: RootKeyProvider;
  readonly next: RootKeyProvider | undefined;
}

const providerOf = (source: RootKeySource): RootKeyProvider => {
  switch (source.from) {
    case 'setting':
      return keyFromSetting(source.key, source.setting);
    case 'file':
      return keyFromFile(source.file, false);
    case 'passphrase':
      return keyFromPassphrase(source.passphrase, source.setting);
    case 'pkcs11':
      return keyFromPkcs11(source.module, source.keyLabel);
  }
};

/** Without settings, both root keys are files of the data folder, which are created when they are needed. */
export const rootKeyProviders = (
  dataDir: string,
  current: RootKeySource | undefined,
  next: RootKeySource | undefined,
): RootKeyProviders => {
  const isInDataDir = current === undefined;
  return {
    current: current ? providerOf(current) : keyFromFile(join(dataDir, 'root-key'), true),
    next: next
      ? providerOf(next)
      : isInDataDir
        ? keyFromFile(join(dataDir, 'root-key.next'), true)
        : undefined,
  };
};
