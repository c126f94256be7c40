import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '#config/config.ts';
import type { KeepAccessKey } from '#deployment/open-deployment.ts';
import type { Server } from '#server.ts';
import { asCalledHere, isInImage } from './command-text.ts';

/** Standard output: a person's terminal, or something that may be kept. */
export type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

const line = (label: string, value: string) => `  ${label.padEnd(24)}${value}\n`;

/** The made-up secret is shown to a terminal alone; for anything else it goes to a file that only its owner can read. */
export const keepAccessKey =
  ({ dataDir }: Pick<Config, 'dataDir'>, output: Output): KeepAccessKey =>
  ({ id, secret }) => {
    const text = secret.bytes.toString('utf8');
    const file = join(dataDir, 'first-access-key');
    if (!output.isTTY) {
      setAside(file);
      writeDurably(file, `KEYWRIGHT_ACCESS_KEY_ID=${id}\nKEYWRIGHT_ACCESS_KEY_SECRET=${text}\n`);
    }
    output.write(
      `\n${line('Access key id', id)}${line('Access key secret', output.isTTY ? `${text}   (shown this once: keep it)` : `in ${file}`)}`,
    );
    // The examples find the file by themselves. What only a terminal has shown, they cannot.
    if (output.isTTY) output.write(`\n${credentialsAdvice(`${ID}=${id} ${SECRET}=${text}`)}`);
  };

const ID = 'KEYWRIGHT_ACCESS_KEY_ID';
const SECRET = 'KEYWRIGHT_ACCESS_KEY_SECRET';

/** How curl and the examples get the access key of somebody at a terminal. */
const credentialsAdvice = (assignments: string): string =>
  `  ${isInImage() ? 'For curl' : 'For curl and the examples (npm run example -- examples/create-key.ts)'}, in another terminal:\n    export ${assignments}\n`;

/** Another database's secret may stand there, and nowhere else. */
function setAside(file: string): void {
  if (!existsSync(file)) return;
  let number = 1;
  while (existsSync(`${file}.${number}`)) number += 1;
  renameSync(file, `${file}.${number}`);
}

function writeDurably(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 }); // beside PostgreSQL nothing else has needed the folder
  const descriptor = openSync(file, 'w', 0o600);
  writeSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** What `npm start` tells a person: where to go. */
export async function printBanner(
  { url, deployment, signInLink }: Server,
  output: Output,
): Promise<void> {
  output.write(
    `\nKeywright is ready.\n\n${line('GraphQL', `${url}/graphql`)}${line('Query-string API', `${url}/`)}`,
  );
  // Where the secret is not shown, neither is the link, which is as good: what is no terminal may be kept.
  if (deployment.firstAccessKeyId && output.isTTY) {
    output.write(
      line('In the browser', await signInLink(deployment.firstAccessKeyId)) +
        line('', '(works once, for ten minutes)'),
    );
  }
  if (output.isTTY && !deployment.firstAccessKeyId)
    output.write(`\n${credentialsAdvice(`${ID}=<id> ${SECRET}=<secret>`)}`);
  output.write(asCalledHere(`\nA sign-in link for the browser: npm run sign-in-link\n\n`));
}
