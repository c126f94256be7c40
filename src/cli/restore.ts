// npm run restore -- <file>: replaces the SQLite database of the settings with a backup. No server can run meanwhile.
import { restore } from '#backup/restore.ts';
import { environment, readConfig } from '#config/config.ts';
import { auditCommand } from './audit-command.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';
import { exitWithUsage, fileArgument } from './file-argument.ts';

const USAGE = 'npm run restore -- <file>';
process.umask(0o077);
const file = fileArgument(USAGE) ?? exitWithUsage(USAGE);
try {
  const config = readConfig(environment());
  const database = await restore(config, file, (sentence) => console.error(sentence));
  await auditCommand(config, 'RestoreDatabase', file);
  console.error(
    asCalledHere(
      `${file} is restored as ${database}. A backup does not contain the root key: check with "npm run backup:verify" that the root key of the settings opens everything. Then start the server.`,
    ),
  );
} catch (error) {
  exitWithError('The backup was not restored.', error);
}
