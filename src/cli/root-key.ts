// npm run root-key -- status | rotate | cancel | verify: the root keys of the database, beside running servers.
import { setTimeout as pause } from 'node:timers/promises';
import { environment, readConfig } from '#config/config.ts';
import { cancelRotation } from '#root-key/cancel.ts';
import { settleRootKeyFiles } from '#root-key/own-files.ts';
import { RootKeyError, type RootKeyProvider } from '#root-key/providers/provider.ts';
import { type RootKeyProviders, rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring, opensCanary } from '#root-key/root-keys.ts';
import { rotateRootKey } from '#root-key/rotate.ts';
import { replicasSince, rootKeyStatus } from '#root-key/status.ts';
import { REPLICA_SILENCE_MILLISECONDS } from '#root-key/watch.ts';
import { attachStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { reportOf } from '#verify/report.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';
import { progressLine } from './progress-line.ts';
import { statusLine } from './status-line.ts';

const config = () => readConfig(environment());
const providersOf = ({ dataDir, rootKey, nextRootKey }: ReturnType<typeof config>) =>
  rootKeyProviders(dataDir, rootKey, nextRootKey);

async function status({ db, time }: Store): Promise<void> {
  const keys = await rootKeyStatus(db);
  for (const { id, state, provider, createdAt, values } of keys)
    console.log(
      `${state.padEnd(8)} ${id}  by ${provider}, since ${createdAt.toISOString()}, ${values} values`,
    );
  const replicas = await replicasSince(
    db,
    new Date((await time()).getTime() - REPLICA_SILENCE_MILLISECONDS),
  );
  for (const { name, seenAt, holds, wrapsUnder } of replicas)
    console.log(
      `server   ${name}  seen ${seenAt.toISOString()}, holds ${holds.length}, wraps under ${wrapsUnder}`,
    );
  console.log(asCalledHere(stepOf(keys.map(({ state }) => state))));
}

function stepOf(states: readonly string[]): string {
  if (states.includes('next'))
    return 'A rotation is under way: "npm run root-key -- rotate" goes on with it, and "npm run root-key -- cancel" takes it back.';
  return states.includes('old')
    ? 'A rotation is under way: "npm run root-key -- rotate" finishes it.'
    : 'No rotation is under way.';
}

/** The next root key may be lost, so nothing is opened. Its file stays: a rotation that is begun again takes it. */
async function cancel(store: Store): Promise<void> {
  console.log(
    `Cancelled: the staged root key ${await cancelRotation(store)} is not needed any more. Servers start without it again.`,
  );
}

async function verify(store: Store, providers: RootKeyProviders): Promise<void> {
  using keyring = await openKeyring(await store.db.rootKey.findMany(), providers);
  const findings = await verifyKeyring(store.db, keyring, {
    progress: progressLine(process.stderr, 'Verifying', 'tenths'),
  });
  console.log(reportOf(findings));
  if (findings.problemCount > 0) process.exitCode = 1;
}

async function rotate(store: Store, providers: RootKeyProviders): Promise<void> {
  const { dataDir, rootKey } = config();
  const own = rootKey === undefined;
  if (own) await settle(store, providers, dataDir);
  const deployment = await store.db.deployment.findFirstOrThrow();
  using keyring = await openKeyring(await store.db.rootKey.findMany(), providers);
  const line = statusLine();
  await rotateRootKey({
    store,
    keyring,
    providers,
    accountId: deployment.accountId,
    clock: store.time,
    pause: () => pause(500),
    verify: async (under) => {
      const findings = await verifyKeyring(store.db, keyring, {
        under,
        progress: (done, of) => line.show(`Verified ${done} of ${of}.`),
      });
      if (findings.problemCount > 0)
        throw new RootKeyError(
          `The old root key is kept, since not everything opens under the next one: ${reportOf(findings)}`,
        );
      line.say(`Verified: ${reportOf(findings)}.`);
    },
    progress: {
      staged: (id) =>
        line.say(`Staged the next root key ${id}. From now on no server starts without it.`),
      waiting: (late, what) =>
        line.show(
          `Waiting for ${late.length} of the servers to ${what}: ${late.map(({ name }) => name).join(', ')}.${own ? '' : ' One that lacks it needs its settings, and a restart.'}`,
        ),
      promoted: (id) => line.say(`Promoted ${id}: what is new is wrapped under it.`),
      rewrapped: (count, of) =>
        count < of
          ? line.show(`Wrapped anew ${count} of ${of}.`)
          : line.say(`Wrapped anew ${count}.`),
      retired: (id) => line.say(`Retired ${id}: nothing is wrapped under it any more.`),
    },
  });
  line.end();
  if (own) await settle(store, providers, dataDir);
  console.log(
    own
      ? `Done. ${dataDir}/root-key holds the root key now. Keep the retired one as long as you keep backups of before.`
      : 'Done. Make the next root key the root key in the settings of every server, and take the KEYWRIGHT_NEXT_… ones away. Keep the old one as long as you keep backups of before.',
  );
}

/** Gives the files their names when a rotation is done: now, or one that was killed after its last step. */
async function settle({ db }: Store, { next }: RootKeyProviders, dataDir: string): Promise<void> {
  const rows = await db.rootKey.findMany();
  const [current] = rows;
  if (rows.length === 1 && current && (await isIn(next, current))) settleRootKeyFiles(dataDir);
}

async function isIn(provider: RootKeyProvider | undefined, row: Rows['rootKey']): Promise<boolean> {
  if (provider?.kind !== row.provider) return false;
  try {
    using key = await provider.open(row.parameters);
    return opensCanary(key, row);
  } catch {
    return false; // there is none, as it should be
  }
}

const [command = ''] = process.argv.slice(2);
const commands: Readonly<
  Record<string, (store: Store, providers: RootKeyProviders) => Promise<void>>
> = { status, rotate, cancel, verify };
const chosen = commands[command];
if (!chosen) {
  console.error(asCalledHere('Usage: npm run root-key -- status | rotate | cancel | verify'));
  process.exit(2);
}
try {
  const settings = config();
  await using store = await attachStore({
    ...settings,
    report: () => {},
    notice: (what) => console.error(what),
  });
  await chosen(store, providersOf(settings));
} catch (error) {
  exitWithError(`The command ${command} has not been done.`, error);
}
