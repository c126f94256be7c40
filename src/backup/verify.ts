import { ServiceUnavailableError } from '#domain/errors.ts';
import type { Progress } from '#domain/progress.ts';
import type { RootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import { DatabaseError } from '#store/database-error.ts';
import type { Findings } from '#verify/findings.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { openSnapshot, type SnapshotOptions } from './open-snapshot.ts';

/** Options of a verification. */
export interface VerifyOptions extends SnapshotOptions {
  readonly rootKeys: RootKeyProviders;
  readonly copying: Progress;
  readonly verifying: Progress;
}

/**
 * Opens every key version and access key of a backup with the root keys of the settings. Changes nothing.
 * @param file the backup; absent: the database of the settings
 * @throws BackupError, DatabaseError, RootKeyError
 */
export async function verifyBackup(
  file: string | undefined,
  { rootKeys, copying, verifying, ...options }: VerifyOptions,
): Promise<Findings> {
  await using snapshot = await openSnapshot(options, file, copying);
  try {
    using keyring = await openKeyring(await snapshot.db.rootKey.findMany(), rootKeys);
    return await verifyKeyring(snapshot.db, keyring, { progress: verifying });
  } catch (cause) {
    if (cause instanceof ServiceUnavailableError)
      throw new DatabaseError('The database cannot be read, or does not answer any more.', {
        cause,
      });
    throw cause;
  }
}
