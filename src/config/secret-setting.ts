import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';
import { SETTINGS, type Settings } from './settings.ts';

type SecretSetting =
  | 'KEYWRIGHT_ACCESS_KEY_SECRET'
  | 'KEYWRIGHT_METRICS_TOKEN'
  | 'KEYWRIGHT_PKCS11_PIN';

/**
 * A secret from its setting, or from the file that the setting with `_FILE` names; undefined if
 * neither is set.
 * @throws ConfigError
 */
export function secretSetting(settings: Settings, name: SecretSetting): string | undefined {
  const fileSetting = `${name}_FILE` as const;
  const file = settings[fileSetting];
  if (file === undefined) return settings[name];
  if (settings[name] !== undefined)
    throw new ConfigError(`Set ${name} or ${fileSetting}, not both.`);
  const { expected, schema } = SETTINGS[name];
  const { success, data } = schema.safeParse(readSecretFile(file, fileSetting));
  if (!success) throw new ConfigError(`${fileSetting} must name a file that holds ${expected}.`);
  return data;
}

/**
 * Content of a file, without the line end that editors add.
 * @throws ConfigError with the name of the setting
 */
export function readSecretFile(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(
      `The file that ${setting} names cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
