import { watch } from 'node:fs';
import { onPostgresql } from '../support/database.ts';
import { spawnServer } from '../support/process.ts';
import type { Chance } from './chance.ts';
import type { Read } from './database-check.ts';

/** More than a first start makes: then it is killed when it is ready. */
const MAX_FILE_EVENTS = 40;
const MAX_LOOKS = 40;

/** Starts a server and kills it at some moment before it is ready: its moments are what it does to its folder or database. */
export async function killAtStart(
  settings: Readonly<Record<string, string>>,
  dataDir: string,
  chance: Chance,
  read: Read,
): Promise<void> {
  const over = new AbortController();
  const moment = onPostgresql ? chance.between(1, MAX_LOOKS) : chance.between(1, MAX_FILE_EVENTS);
  const reached = Promise.withResolvers<void>();
  await using server = await spawnServer(settings);
  if (onPostgresql) lookUntil(moment, read, over.signal).then(reached.resolve, reached.reject);
  else {
    let left = moment;
    watch(dataDir, { signal: over.signal }, () => {
      left -= 1;
      if (left === 0) reached.resolve();
    });
  }
  await Promise.race([reached.promise, server.ready]);
  over.abort();
  await server.kill('SIGKILL');
}

/** Looks until a server has connected, and some times more. */
async function lookUntil(moment: number, read: Read, signal: AbortSignal): Promise<void> {
  for (let left = moment; left > 0 && !signal.aborted; ) {
    const connected = await read(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'keywright'`,
    );
    if (connected.length > 0) left -= 1;
  }
}
