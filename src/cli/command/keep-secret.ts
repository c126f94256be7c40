import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config/config.ts';
import { syncToDisk, writeDurably } from '#files/durable.ts';
import type { Output } from '../progress-line.ts';
import { credentialFile } from '../startup-banner.ts';
import { CommandError } from './command-error.ts';
import { formatPairs } from './table.ts';

/** A new secret, which nobody can read later. */
export interface NewSecret {
  /** For a sentence, such as `access key KW…`. */
  readonly what: string;
  readonly secret: string;
  /** Name of the file in the data folder that takes the secret, and what is written to it. */
  readonly file: string;
  readonly content: string;
  /** The lines that are printed, with the secret or the place of the file. */
  readonly show: (secret: string) => Readonly<Record<string, string>>;
}

/**
 * The lines that tell a new secret. Only a terminal shows it: other output can be kept, so the secret is written to a file
 * in the data folder, which only its owner can read.
 * @throws CommandError where the file cannot be written
 */
export function keepSecret(
  { dataDir }: Pick<Config, 'dataDir'>,
  { what, secret, file: name, content, show }: NewSecret,
  output: Pick<Output, 'isTTY'> = process.stdout,
): string {
  if (output.isTTY) return formatPairs(show(`${secret}   (shown only once: keep it)`));
  const file = join(dataDir, name);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 }); // with PostgreSQL nothing else needs the data folder
    writeDurably(file, content);
    syncToDisk(dataDir);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(
      `The ${what} was created, but its secret could not be written to ${file} (${reason}). Delete it, and create another one at a terminal or with --json.`,
    );
  }
  return formatPairs(show(`in ${file}`));
}

/** A new access key as a secret to keep. */
export const accessKeyToKeep = ({
  accessKeyId: id,
  accessKeySecret: secret,
}: {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}): NewSecret => ({
  what: `access key ${id}`,
  secret,
  file: `access-key-${id}`,
  content: credentialFile(id, secret),
  show: (shown) => ({ 'Access key id': id, 'Access key secret': shown }),
});
