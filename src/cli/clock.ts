// npm run clock -- status | confirm: whether the clock of a server on SQLite is trusted, beside the server or without it.
import { confirmClock, readClockState } from '#clock/clock-state.ts';
import { HOLD_HOURS, HOLD_REASONS, type HoldReason } from '#clock/hold-reasons.ts';
import { environment, readConfig } from '#config/config.ts';
import { DatabaseError } from '#store/database-error.ts';
import { attachStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';

/** Prisma's code. */
const NO_SUCH_TABLE = 'P2021';

async function status({ db }: Store): Promise<string> {
  const state = await readClockState(db);
  if (!state) return 'No server has noted the time yet.';
  const seen = `A server ran last at ${state.seenAt.toISOString()}; the clock says ${new Date().toISOString()}.`;
  if (!state.heldSince)
    return `${seen}\nThe clock is trusted: jobs that destroy, expire and sweep run.`;
  const hours = (state.heldMilliseconds / 3_600_000).toFixed(1);
  return `${seen}\n${HOLD_REASONS[state.heldFor as HoldReason]} Jobs that destroy, expire and sweep wait: ${hours} of ${HOLD_HOURS} hours of running have passed.\nIf the clock is right: npm run clock -- confirm`;
}

async function confirm({ commit }: Store): Promise<string> {
  const now = new Date();
  await confirmClock(commit, now);
  return `Confirmed: it is ${now.toISOString()}. Jobs that destroy, expire and sweep run within a minute.`;
}

/** Of PostgreSQL there is nothing to confirm. */
async function difference({ time }: Store): Promise<string> {
  const here = Date.now();
  const there = await time();
  const seconds = ((here - there.getTime()) / 1_000).toFixed(1);
  return `With PostgreSQL the time of the database counts, and there is nothing to confirm.\nIt says ${there.toISOString()}; the clock of this machine differs from it by ${seconds} seconds.`;
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
  const isOlder = (error as { code?: unknown }).code === NO_SUCH_TABLE;
  exitWithError(
    `The command ${command} has not been done.`,
    isOlder
      ? new DatabaseError('The database is of an older release: start the server once.')
      : error,
  );
}
