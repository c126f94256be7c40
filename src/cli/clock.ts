// npm run clock -- status | confirm: whether a server on SQLite trusts its clock. The server can run or not.
import { confirmClock, readClockState } from '#clock/clock-state.ts';
import { HOLD_HOURS, HOLD_REASONS, type HoldReason } from '#clock/hold-reasons.ts';
import { environment, readConfig } from '#config/config.ts';
import { DatabaseError } from '#store/database-error.ts';
import { readFailure } from '#store/driver-errors.ts';
import { attachStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';

/** Whether the database lacks a table: for a query Prisma reports its own code, for a statement the adapter's kind. */
function lacksTable(error: unknown): boolean {
  const { code, kind } = readFailure(error);
  return code === 'P2021' || kind === 'TableDoesNotExist';
}

async function status({ db }: Store): Promise<string> {
  const state = await readClockState(db);
  if (!state) return 'No server has stored the time yet.';
  const seen = `A server last ran at ${state.seenAt.toISOString()}. The clock shows ${new Date().toISOString()}.`;
  if (!state.heldSince)
    return `${seen}\nThe clock is trusted. Jobs that destroy keys, expire material and remove expired rows run.`;
  const hours = (state.heldMilliseconds / 3_600_000).toFixed(1);
  return `${seen}\n${HOLD_REASONS[state.heldFor as HoldReason]} Jobs that destroy keys, expire material and remove expired rows wait until a server has run for ${HOLD_HOURS} hours (${hours} so far).\nIf the clock is right, run: npm run clock -- confirm`;
}

async function confirm(store: Store): Promise<string> {
  const now = new Date();
  await confirmClock(store, now);
  return `Confirmed the time ${now.toISOString()}. Jobs that destroy keys, expire material and remove expired rows run again within a minute.`;
}

/** Jobs on PostgreSQL use the time of the database, so there is nothing to confirm. */
async function difference({ time }: Store): Promise<string> {
  const here = Date.now();
  const there = await time();
  const seconds = ((here - there.getTime()) / 1_000).toFixed(1);
  return `PostgreSQL provides the time, so there is nothing to confirm.\nIts time is ${there.toISOString()}. The clock of this machine differs by ${seconds} seconds.`;
}

const [command = ''] = process.argv.slice(2);
const commands: Readonly<Record<string, (store: Store) => Promise<string>>> = { status, confirm };
const chosen = commands[command];
if (!chosen) {
  console.error(asCalledHere('Usage: npm run clock -- status | confirm'));
  process.exit(2);
}
try {
  const config = readConfig(environment());
  await using store = await attachStore({
    ...config,
    report: () => {},
    notice: (what) => console.error(what),
  });
  const work = config.database.kind === 'sqlite' ? chosen : difference;
  console.log(asCalledHere(await work(store)));
} catch (error) {
  exitWithError(
    `The command ${command} failed.`,
    lacksTable(error)
      ? new DatabaseError(
          'The database is from an older release. Start the server once to migrate it.',
        )
      : error,
  );
}
