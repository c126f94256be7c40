import { SecretBytes } from '#domain/secret-bytes.ts';
import type { Pkcs11Module } from '#root-key/providers/pkcs11.ts';
import { decodeRootKey } from '#root-key/providers/plain-key.ts';
import type { RootKeySource } from '#root-key/providers/source.ts';
import { ConfigError } from './config-error.ts';
import { readSecretFile, secretSetting } from './secret-setting.ts';
import type { Settings } from './settings.ts';

/**
 * The source of a root key, from the settings with this prefix; undefined if none of them is set.
 * @throws ConfigError, RootKeyError for a key that is not 32 bytes in base64
 */
export function rootKeySource(
  settings: Settings,
  prefix: 'KEYWRIGHT_ROOT_KEY' | 'KEYWRIGHT_NEXT_ROOT_KEY',
): RootKeySource | undefined {
  const names = [
    prefix,
    `${prefix}_FILE`,
    `${prefix}_PASSPHRASE`,
    `${prefix}_PASSPHRASE_FILE`,
    `${prefix}_PKCS11`,
  ] as const;
  const [name, second] = names.filter((one) => settings[one] !== undefined);
  if (name === undefined) return undefined;
  if (second !== undefined) throw new ConfigError(`Set ${name} or ${second}, not both.`);
  const value = settings[name] ?? '';
  if (name === prefix) return { from: 'setting', key: decodeRootKey(value, name), setting: name };
  if (name === `${prefix}_FILE`) return { from: 'file', file: value };
  if (name === `${prefix}_PKCS11`)
    return { from: 'pkcs11', module: pkcs11Module(settings, name), keyLabel: value };
  const file = name === `${prefix}_PASSPHRASE_FILE` ? value : undefined;
  const text = file === undefined ? value : readSecretFile(file, name);
  if (text.length < 16)
    throw new ConfigError(`${name} must name a file with a passphrase of at least 16 characters.`);
  return {
    from: 'passphrase',
    passphrase: SecretBytes.ofText(text, 'passphrase'),
    setting: name,
    file,
  };
}

function pkcs11Module(settings: Settings, wantedBy: string): Pkcs11Module {
  const { KEYWRIGHT_PKCS11_MODULE: library, KEYWRIGHT_PKCS11_TOKEN: tokenLabel } = settings;
  const pin = secretSetting(settings, 'KEYWRIGHT_PKCS11_PIN');
  if (!library || !tokenLabel || !pin)
    throw new ConfigError(
      `${wantedBy} needs KEYWRIGHT_PKCS11_MODULE, KEYWRIGHT_PKCS11_TOKEN, and KEYWRIGHT_PKCS11_PIN or KEYWRIGHT_PKCS11_PIN_FILE.`,
    );
  return { library, tokenLabel, pin: SecretBytes.ofText(pin, 'PIN') };
}
