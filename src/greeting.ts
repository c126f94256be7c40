import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { FirstAccessKey, KeepAccessKey } from './deployment.ts';
import type { Server } from './server.ts';

/** Standard output: a person's terminal, or something that may be kept. */
export type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

const firstAccessKeyFile = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'first-access-key');

/** The made-up secret is shown to a terminal alone; for anything else it goes to a file that only its owner can read. */
export const keepAccessKey =
  (config: Pick<Config, 'dataDir'>, output: Output): KeepAccessKey =>
  ({ id, secret }) => {
    if (output.isTTY) return;
    const text = `KEYWRIGHT_ACCESS_KEY_ID=${id}\nKEYWRIGHT_ACCESS_KEY_SECRET=${secret.bytes.toString('utf8')}\n`;
    writeFileSync(firstAccessKeyFile(config), text, { mode: 0o600 });
  };

const line = (label: string, value: string) => `  ${label.padEnd(24)}${value}\n`;

/** What `npm start` tells a person: where to go, and with which credentials. */
export async function greet({ url, deployment, signInLink }: Server, config: Pick<Config, 'dataDir'>, output: Output): Promise<void> {
  output.write(`\nKeywright is ready.\n\n${line('GraphQL', `${url}/graphql`)}${line('Query-string API', `${url}/`)}`);
  using firstAccessKey = deployment.firstAccessKey;
  if (firstAccessKey) {
    output.write(introduce(firstAccessKey, config, output));
    output.write(line('In the browser', await signInLink(firstAccessKey.id)) + line('', '(works once, for ten minutes)'));
  }
  output.write(`\nAnother sign-in link for the browser: npm run sign-in-link\n\n`);
}

function introduce({ id, secret }: FirstAccessKey, config: Pick<Config, 'dataDir'>, output: Output): string {
  const where = output.isTTY ? `${secret.bytes.toString('utf8')}   (shown this once: keep it)` : `in ${firstAccessKeyFile(config)}`;
  return line('Access key id', id) + line('Access key secret', where);
}
