// npm run backup -- <file>: writes the SQLite database of the settings to one file. A server can run meanwhile.
import { backUp } from '#backup/back-up.ts';
import { environment, readConfig } from '#config/config.ts';
import { auditCommand } from './audit-command.ts';
import { exitWithError } from './exit-with-error.ts';
import { exitWithUsage, fileArgument } from './file-argument.ts';
import { ProgressLine } from './progress-line.ts';

const USAGE = 'npm run backup -- <file>';
process.umask(0o077);
const file = fileArgument(USAGE) ?? exitWithUsage(USAGE);
try {
  const config = readConfig(environment());
  const { bytes, pages } = await backUp(
    config.database,
    file,
    new ProgressLine().percentage('Copying', 'nothing'),
  );
  await auditCommand(config, 'BackUpDatabase', file);
  console.error(
    `${bytes} bytes (${pages} pages) are backed up to ${file}. The backup does not contain the root key: back it up too, in another place.`,
  );
} catch (error) {
  exitWithError('The backup failed.', error);
}
