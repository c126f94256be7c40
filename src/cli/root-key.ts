// npm run root-key -- status | rotate | cancel | verify: manages the root keys of the database. Servers can run meanwhile.
import { type Config, environment, readConfig } from '#config/config.ts';
import { cancelRotation } from '#root-key/cancel.ts';
import { type RootKeyProviders, rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import { replicasSince, rootKeyStatus } from '#root-key/status.ts';
import { REPLICA_SILENCE_MILLISECONDS } from '#root-key/watch.ts';
import { attachStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import { formatFindings } from '#verify/report.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { asCalledHere } from './command-text.ts';
import { exitWithError } from './exit-with-error.ts';
import { ProgressLine } from './progress-line.ts';
import { rotate } from './rotate-root-key.ts';

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
  for (const { name, seenAt, rootKeyIds, wrapsUnder } of replicas)
    console.log(
      `server   ${name}  seen ${seenAt.toISOString()}, has ${rootKeyIds.length}, wraps under ${wrapsUnder}`,
    );
  console.log(asCalledHere(nextStep(keys.map(({ state }) => state))));
}

function nextStep(states: readonly string[]): string {
  if (states.includes('next'))
    return 'A rotation is in progress. Continue it with "npm run root-key -- rotate", or cancel it with "npm run root-key -- cancel".';
  return states.includes('old')
    ? 'A rotation is in progress. Finish it with "npm run root-key -- rotate".'
    : 'No rotation is in progress.';
}

/** Opens no root key, because the next one can be lost. Keeps its file: the next rotation uses it. */
async function cancel(store: Store): Promise<void> {
  console.log(
    `Cancelled: the staged root key ${await cancelRotation(store)} is removed. Servers start without it again.`,
  );
}

async function verify(store: Store, providers: RootKeyProviders): Promise<void> {
  using keyring = await openKeyring(await store.db.rootKey.findMany(), providers);
  const findings = await verifyKeyring(store.db, keyring, {
    progress: new ProgressLine().percentage('Verifying', 'tenths'),
  });
  console.log(formatFindings(findings));
  if (findings.problemCount > 0) process.exitCode = 1;
}

type Command = (store: Store, providers: RootKeyProviders, config: Config) => Promise<void>;
const COMMANDS: Readonly<Record<string, Command>> = { status, rotate, cancel, verify };

const [name = ''] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(asCalledHere('Usage: npm run root-key -- status | rotate | cancel | verify'));
  process.exit(2);
}
try {
  const config = readConfig(environment());
  await using store = await attachStore({
    ...config,
    report: () => {},
    notice: (what) => console.error(what),
  });
  const providers = rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey);
  await command(store, providers, config);
} catch (error) {
  exitWithError(`The command ${name} failed.`, error);
}
