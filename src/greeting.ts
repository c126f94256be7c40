import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Server } from './server.ts';

const line = (label: string, value: string) => `  ${label.padEnd(24)}${value}\n`;

/** Where a running server leaves its address, for commands beside it: its port may be another than their settings say. */
export const addressFile = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'address');

/** What `npm start` tells a person: where to go, and with which credentials. */
export async function greet({ url, deployment, signInLink }: Server, config: Config, output: NodeJS.WriteStream): Promise<void> {
  const { firstAccessKey } = deployment;
  writeFileSync(addressFile(config), url, { mode: 0o600 });
  output.write(`\nKeywright is ready.\n\n${line('GraphQL', `${url}/graphql`)}${line('Query-string API', `${url}/`)}`);
  if (firstAccessKey)
    output.write(
      `${introduce(firstAccessKey, config, output)}${line('In the browser', `${await signInLink(firstAccessKey.id)}\n${' '.repeat(26)}(works once, for ten minutes)`)}`,
    );
  output.write(`\nAnother sign-in link for the browser: npm run sign-in-link\n\n`);
}

/** The made-up secret is shown to a terminal alone. Anything else may be a log that is kept. */
function introduce(
  { id, secret }: NonNullable<Server['deployment']['firstAccessKey']>,
  { dataDir }: Config,
  output: NodeJS.WriteStream,
): string {
  const text = secret.bytes.toString('utf8');
  if (output.isTTY) return `${line('Access key id', id)}${line('Access key secret', `${text}   (shown this once: keep it)`)}`;
  const file = join(dataDir, 'first-access-key');
  writeFileSync(file, `KEYWRIGHT_ACCESS_KEY_ID=${id}\nKEYWRIGHT_ACCESS_KEY_SECRET=${text}\n`, { mode: 0o600 });
  return `${line('Access key id', id)}${line('Access key secret', `in ${file}`)}`;
}
