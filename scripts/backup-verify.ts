// npm run backup:verify [-- <file>]: opens every key of a backup, or of the database of the settings, and changes nothing.
import { progressLine } from '#backup/progress-line.ts';
import { reportOf } from '#backup/report.ts';
import { verifyBackup } from '#backup/verify.ts';
import { environment, readConfig } from '#config.ts';
import { rootKeyProviders } from '#keyring/root-key/source.ts';
import { endWith } from '../src/explain.ts';
import { fileArgument } from './file-argument.ts';

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
  endWith('The backup is not verified.', error);
}
