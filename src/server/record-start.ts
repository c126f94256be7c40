import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '#log/log.ts';
import type { Store } from '#store/store.ts';
import { insertEvent } from '#store/writes/audit-event.ts';
import type { Replica } from './open-replica.ts';
import { VERSION } from './version.ts';

/** How long a stop waits for its audit row: the process has little time left. */
const STOP_MILLISECONDS = 1_000;

/**
 * Audits the start of this server, before it answers requests.
 * @param stack audits the stop. A stop that cannot be audited is logged, and the server stops.
 * @throws ServiceUnavailableError
 */
export async function recordStart(
  stack: AsyncDisposableStack,
  store: Store,
  { name, deployment: { accountId } }: Pick<Replica, 'name' | 'deployment'>,
  log: Logger,
): Promise<void> {
  const record = async (event: 'StartServer' | 'StopServer') => {
    const details = { replica: name, version: VERSION };
    const createdAt = await store.time();
    await store.commit([insertEvent(event, 'server', { accountId, createdAt }, details)]);
  };
  await record('StartServer');
  stack.defer(async () => {
    const late = pause(STOP_MILLISECONDS, undefined, { ref: false }).then(() => {
      throw new Error('The database did not answer in time.');
    });
    try {
      await Promise.race([record('StopServer'), late]);
    } catch (error) {
      log.warn({ error }, 'the stop was not audited');
    }
  });
}
