import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Announcement, Announcements } from '../commit/invalidations.ts';

export const CHANNEL = 'keywright';

const FIRST_PAUSE_MILLISECONDS = 100;
const MAX_PAUSE_MILLISECONDS = 5_000;

/** What is no announcement of ours, since anybody on the database can say something, may mean anything. */
function readAnnouncement(payload: string): Announcement | 'missed' {
  try {
    const { keyIds, accessKeyIds } = JSON.parse(payload) as Partial<Announcement>;
    return Array.isArray(keyIds) && Array.isArray(accessKeyIds)
      ? { keyIds, accessKeyIds }
      : 'missed';
  } catch {
    return 'missed';
  }
}

/**
 * Hears what other replicas announce (LISTEN), over a connection of its own. Where that breaks it comes back by
 * itself, and tells that something may have been missed. Nothing depends on it for being right: every use reads its
 * key's row, and what is unwrapped has a longest life. It makes an end of that sooner.
 */
export async function listenForInvalidations(
  connect: () => Promise<pg.Client>,
  announcements: Announcements,
  report: (error: unknown) => void,
): Promise<AsyncDisposable> {
  let ended = false;
  let client: pg.Client | undefined;

  const open = async () => {
    const opened = await connect();
    opened.on('notification', ({ payload = '' }) => announcements.tell(readAnnouncement(payload)));
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
        announcements.tell('missed');
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
