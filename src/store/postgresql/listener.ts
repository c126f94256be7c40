import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Invalidation, Invalidations } from '../commit/invalidations.ts';

/** The channel of LISTEN and NOTIFY on which replicas publish changed keys. */
export const CHANNEL = 'keywright';

const FIRST_PAUSE_MILLISECONDS = 100;
const MAX_PAUSE_MILLISECONDS = 5_000;

/** Any role of the database can send a notification. One that replicas did not send counts as a missed one. */
function readInvalidation(payload: string): Invalidation | 'missed' {
  try {
    const { keyIds, accessKeyIds } = JSON.parse(payload) as Partial<Invalidation>;
    return Array.isArray(keyIds) && Array.isArray(accessKeyIds)
      ? { keyIds, accessKeyIds }
      : 'missed';
  } catch {
    return 'missed';
  }
}

/**
 * Receives the invalidations of other replicas (LISTEN) over a dedicated connection. If the connection breaks, it
 * reconnects and reports that invalidations may have been missed. Correctness does not depend on it: every use reads the
 * row of its key, and unwrapped secrets have a maximum lifetime. Invalidations only remove them from memory sooner.
 * @returns dispose it to disconnect. @throws what pg throws if the first connection fails
 */
export async function listenForInvalidations(
  connect: () => Promise<pg.Client>,
  invalidations: Invalidations,
  report: (error: unknown) => void,
): Promise<AsyncDisposable> {
  let ended = false;
  let client: pg.Client | undefined;

  const open = async () => {
    const opened = await connect();
    opened.on('notification', ({ payload = '' }) =>
      invalidations.publish(readInvalidation(payload)),
    );
    opened.on('error', () => {}); // 'end' follows
    try {
      await opened.query(`LISTEN "${CHANNEL}"`);
    } catch (error) {
      await opened.end().catch(() => {});
      throw error;
    }
    opened.once('end', () => {
      if (!ended) reopen();
    });
    client = opened;
    if (ended) await opened.end();
  };
  const reopen = async () => {
    for (
      let milliseconds = FIRST_PAUSE_MILLISECONDS;
      !ended;
      milliseconds = Math.min(2 * milliseconds, MAX_PAUSE_MILLISECONDS)
    ) {
      try {
        await open();
        invalidations.publish('missed');
        return;
      } catch (error) {
        report(error);
        await pause(milliseconds, undefined, { ref: false });
      }
    }
  };

  await open();
  return {
    async [Symbol.asyncDispose]() {
      ended = true;
      await client?.end().catch(() => {});
    },
  };
}
