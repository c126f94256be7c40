import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config/config.ts';
import { syncToDisk, writeDurably } from '#files/durable.ts';
import type { Output } from '../progress-line.ts';
import { credentialFile } from '../startup-banner.ts';
import { CommandError } from './command-error.ts';
import { formatPairs } from './table.ts';

/** A new access key, whose secret nobody can read later. */
export interface NewAccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/**
 * The lines that tell a new access key. Only a terminal shows the secret: other output can be kept, so the secret is
 * written to the file `access-key-<id>` in the data folder, which only its owner can read.
 * @throws CommandError where the file cannot be written
 */
export function keepSecret(
  { dataDir }: Pick<Config, 'dataDir'>,
  { accessKeyId, accessKeySecret }: NewAccessKey,
  output: Pick<Output, 'isTTY'> = process.stdout,
): string {
  const show = (secret: string) =>
    formatPairs({ 'Access key id': accessKeyId, 'Access key secret': secret });
  if (output.isTTY) return show(`${accessKeySecret}   (shown only once: keep it)`);
  const file = join(dataDir, `access-key-${accessKeyId}`);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 }); // with PostgreSQL nothing else needs the data folder
    writeDurably(file, credentialFile(accessKeyId, accessKeySecret));
    syncToDisk(dataDir);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(
      `The access key ${accessKeyId} was created, but its secret could not be written to ${file} (${reason}). Delete the access key, and create one at a terminal or with --json.`,
    );
  }
  return show(`in ${file}`);
}
