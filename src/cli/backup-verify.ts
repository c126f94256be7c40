// npm run backup:verify [-- <file>]: opens every key of a backup, or of the database of the settings. Changes nothing.
import { verifyBackup } from '#backup/verify.ts';
import { environment, readConfig } from '#config/config.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { formatFindings } from '#verify/report.ts';
import { exitWithError } from './exit-with-error.ts';
import { fileArgument } from './file-argument.ts';
import { ProgressLine } from './progress-line.ts';

process.umask(0o077);
const file = fileArgument('npm run backup:verify [-- <file>]');
try {
  const config = readConfig(environment());
  const line = new ProgressLine();
  const findings = await verifyBackup(file, {
    ...config,
    rootKeys: rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey),
    copying: line.percentage('Copying', 'nothing'),
    verifying: line.percentage('Verifying', 'tenths'),
  });
  console.log(formatFindings(findings));
  if (findings.problemCount > 0) process.exitCode = 1;
} catch (error) {
  exitWithError('The backup was not verified.', error);
}
