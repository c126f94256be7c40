// npm run backup -- <file>: the SQLite database of the settings as one file, made beside a running server.
import { backUp } from '#backup/back-up.ts';
import { environment, readConfig } from '#config/config.ts';
import { endWith } from './exit-with-error.ts';
import { endWithUsage, fileArgument } from './file-argument.ts';
import { progressLine } from './progress-line.ts';

const USAGE = 'npm run backup -- <file>';
process.umask(0o077);
const file = fileArgument(USAGE) ?? endWithUsage(USAGE);
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
  endWith('There is no backup.', error);
}
