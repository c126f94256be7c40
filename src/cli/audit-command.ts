import { basename } from 'node:path';
import type { Config } from '#config/config.ts';
import type { EventName } from '#domain/audit-events.ts';
import { KmsError } from '#domain/errors.ts';
import { DatabaseError } from '#store/database-error.ts';
import { attachStore } from '#store/open-store.ts';
import { insertCommandEvent } from '#store/writes/audit-event.ts';

/**
 * Audits a command that has done its work on the SQLite database of the settings. It can be a database that this release
 * cannot write to before a server has migrated it: then it prints that there is no audit row.
 * @param file the backup. Only its name is audited.
 */
export async function auditCommand(
  config: Config,
  event: Extract<EventName, 'BackUpDatabase' | 'RestoreDatabase'>,
  file: string,
): Promise<void> {
  try {
    await using store = await attachStore({ ...config, report: () => {} });
    const { accountId } = await store.db.deployment.findFirstOrThrow();
    await store.commit([
      insertCommandEvent(event, accountId, await store.time(), { file: basename(file) }),
    ]);
  } catch (error) {
    const isOurs = error instanceof DatabaseError || error instanceof KmsError;
    console.error(
      `The audit has no row of this command. ${isOurs ? error.message : 'The database is empty or from an older release.'}`,
    );
  }
}
