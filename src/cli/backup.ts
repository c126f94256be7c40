// npm run backup -- <file>: the SQLite database of the settings as one file, made beside a running server.
import { backUp } from '#backup/back-up.ts';
import { environment, readConfig } from '#config/config.ts';
import { exitWithError } from './exit-with-error.ts';
import { exitWithUsage, fileArgument } from './file-argument.ts';
import { progressLine } from './progress-line.ts';

const USAGE = 'npm run backup -- <file>';
process.umask(0o077);
const file = fileArgument(USAGE) ?? exitWithUsage(USAGE);
try {
  const { database } = readConfig(environment());
  const { bytes, pages } = await backUp(
    database,
    file,
    progressLine(process.stderr, 'Copying', 'nothing'),
  );
  console.error(
    `${bytes} bytes (${pages} pages) are backed up in ${file}. The root key is not among them: back it up too, and elsewhere.`,
  );
} catch (error) {
  exitWithError('There is no backup.', error);
}
