import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '#config/config.ts';
import type { KeepAccessKey } from '#deployment/first-access-key.ts';
import { claimNumberedName } from '#files/claim-numbered-name.ts';
import { renameDurably, writeDurably } from '#files/durable.ts';
import type { Server } from '#server.ts';
import { asCalledHere, isInImage } from './command-text.ts';
import type { Output } from './progress-line.ts';

const line = (label: string, value: string) => `  ${label.padEnd(24)}${value}\n`;

/**
 * Shows the generated access key on a terminal. Other output can be kept, so without a terminal the secret is written to
 * the file `first-access-key` in the data folder, which only its owner can read.
 */
export const keepAccessKey =
  ({ dataDir }: Pick<Config, 'dataDir'>, output: Output): KeepAccessKey =>
  ({ id, secret }) => {
    const text = secret.bytes.toString('utf8');
    const file = join(dataDir, 'first-access-key');
    if (!output.isTTY) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 }); // with PostgreSQL nothing else needs the data folder
      keepExisting(file);
      writeDurably(file, credentialFile(id, text));
    }
    output.write(
      `\n${line('Access key id', id)}${line('Access key secret', output.isTTY ? `${text}   (shown only once: keep it)` : `in ${file}`)}`,
    );
    // The examples read the file. A secret that only a terminal has shown must be exported.
    if (output.isTTY) output.write(`\n${credentialsAdvice(`${ID}=${id} ${SECRET}=${text}`)}`);
  };

const ID = 'KEYWRIGHT_ACCESS_KEY_ID';
const SECRET = 'KEYWRIGHT_ACCESS_KEY_SECRET';

/** The content of a file with an access key: settings, as a shell and `.env` read them. */
export const credentialFile = (id: string, secret: string): string =>
  `${ID}=${id}\n${SECRET}=${secret}\n`;

/** How to pass the access key to curl and to the examples. */
const credentialsAdvice = (assignments: string): string =>
  `  ${isInImage() ? 'For curl' : 'For curl and the examples (npm run example -- examples/create-key.ts)'}, in another terminal:\n    export ${assignments}\n`;

/** Renames an existing file to `….1`, `….2` …: it can be the only copy of the secret of another database. */
function keepExisting(file: string): void {
  if (!existsSync(file)) return;
  const free = claimNumberedName(
    (number) => `${file}.${number + 1}`,
    (name) => (existsSync(name) ? undefined : name),
  );
  renameDurably(file, free);
}

/** Prints the addresses of the server and, on a terminal, a sign-in link for the first access key. */
export async function printBanner(
  { url, deployment, signInLink, linkMinutes }: Server,
  output: Output,
): Promise<void> {
  output.write(
    `\nKeywright is ready.\n\n${line('GraphQL', `${url}/graphql`)}${line('Query-string API', `${url}/`)}${line('Console', `${url}/console`)}`,
  );
  // The link is as secret as the access key, and output that is not a terminal can be kept.
  if (deployment.firstAccessKeyId && output.isTTY) {
    output.write(
      line('In the browser', await signInLink(deployment.firstAccessKeyId)) +
        line('', `(works once, within ${linkMinutes} minutes)`),
    );
  }
  if (output.isTTY && !deployment.firstAccessKeyId)
    output.write(`\n${credentialsAdvice(`${ID}=<id> ${SECRET}=<secret>`)}`);
  output.write(asCalledHere(`\nA sign-in link for the browser: npm run sign-in-link\n\n`));
}
