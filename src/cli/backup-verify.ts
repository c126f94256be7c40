// npm run backup:verify [-- <file>]: opens every key of a backup, or of the database of the settings, and changes nothing.

import { verifyBackup } from '#backup/verify.ts';
import { environment, readConfig } from '#config/config.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { reportOf } from '#verify/report.ts';
import { exitWithError } from './exit-with-error.ts';
import { fileArgument } from './file-argument.ts';
import { progressLine } from './progress-line.ts';

process.umask(0o077);
const file = fileArgument('npm run backup:verify [-- <file>]');
try {
  const config = readConfig(environment());
  const findings = await verifyBackup(file, {
    ...config,
    rootKeys: rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey),
    copying: progressLine(process.stderr, 'Copying', 'nothing'),
    verifying: progressLine(process.stderr, 'Verifying', 'tenths'),
  });
  console.log(reportOf(findings));
  if (findings.problemCount > 0) process.exitCode = 1;
} catch (error) {
  exitWithError('The backup is not verified.', error);
}
