import { ServiceUnavailableError } from '#domain/errors.ts';
import type { Progress } from '#domain/progress.ts';
import type { RootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import { DatabaseError } from '#store/database-error.ts';
import type { Findings } from '#verify/findings.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { openSnapshot, type SnapshotOptions } from './open-snapshot.ts';

export interface VerifyOptions extends SnapshotOptions {
  readonly rootKeys: RootKeyProviders;
  readonly copying: Progress;
  readonly verifying: Progress;
}

/**
 * Opens everything that a backup holds with the root keys that the settings offer. Changes nothing.
 * @param file absent: the database that the settings name
 * @throws BackupError, DatabaseError, RootKeyError
 */
export async function verifyBackup(
  file: string | undefined,
  { rootKeys, copying, verifying, ...options }: VerifyOptions,
): Promise<Findings> {
  await using subject = await openSnapshot(options, file, copying);
  try {
    using keyring = await openKeyring(await subject.db.rootKey.findMany(), rootKeys);
    return await verifyKeyring(subject.db, keyring, { progress: verifying });
  } catch (cause) {
    if (cause instanceof ServiceUnavailableError)
      throw new DatabaseError('The database cannot be read, or no longer answers.', { cause });
    throw cause;
  }
}
