// npm run restore -- <file>: puts a backup in the place of the SQLite database of the settings, while no server runs.
import { restore } from '#backup/restore.ts';
import { environment, readConfig } from '#config/config.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';
import { exitWithUsage, fileArgument } from './file-argument.ts';

const USAGE = 'npm run restore -- <file>';
process.umask(0o077);
const file = fileArgument(USAGE) ?? exitWithUsage(USAGE);
try {
  const place = await restore(readConfig(environment()), file, (sentence) =>
    console.error(sentence),
  );
  console.error(
    asCalledHere(
      `${file} is restored as ${place}. A backup does not hold the root key: "npm run backup:verify" tells whether the one that the settings name opens everything. Then start the server.`,
    ),
  );
} catch (error) {
  exitWithError('Nothing is restored.', error);
}
