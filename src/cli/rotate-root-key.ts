import { setTimeout } from 'node:timers/promises';
import type { Config } from '#config/config.ts';
import { renameRootKeyFiles } from '#root-key/own-files.ts';
import { RootKeyError, type RootKeyProvider } from '#root-key/providers/provider.ts';
import type { RootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring, opensCanary } from '#root-key/root-keys.ts';
import { rotateRootKey } from '#root-key/rotate.ts';
import type { RotationProgress } from '#root-key/rotation.ts';
import type { Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { adviceOnAltered, formatFindings } from '#verify/report.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { ProgressLine } from './progress-line.ts';

const PAUSE_MILLISECONDS = 500;

/**
 * Rotates the root key, with its progress on standard error.
 * @throws RootKeyError
 */
export async function rotate(
  store: Store,
  providers: RootKeyProviders,
  { dataDir, rootKey }: Config,
): Promise<void> {
  const isInDataDir = rootKey === undefined;
  if (isInDataDir) await renameAfterRotation(store, providers, dataDir);
  const deployment = await store.db.deployment.findFirstOrThrow();
  using keyring = await openKeyring(await store.db.rootKey.findMany(), providers);
  const line = new ProgressLine();
  let altered: string | undefined;
  await rotateRootKey({
    store,
    keyring,
    providers,
    accountId: deployment.accountId,
    clock: store.time,
    pause: () => setTimeout(PAUSE_MILLISECONDS),
    verify: async (under) => {
      const findings = await verifyKeyring(store.db, keyring, {
        under,
        progress: (done, total) => line.show(`Verified ${done} of ${total}.`),
      });
      if (findings.problemCount > findings.alteredCount)
        throw new RootKeyError(
          `Not every value opens under the next root key, so the old root key is kept: ${formatFindings(findings)}`,
        );
      line.say(`Verified: ${formatFindings(findings)}.`);
      altered = adviceOnAltered(findings);
    },
    progress: progressOn(line, isInDataDir),
  });
  line.clear();
  if (altered) line.say(altered);
  if (isInDataDir) await renameAfterRotation(store, providers, dataDir);
  console.log(
    isInDataDir
      ? `Done. The root key is in ${dataDir}/root-key. Keep the retired one as long as you keep backups from before the rotation.`
      : 'Done. In the settings of every server, replace the root key with the next one, and remove the KEYWRIGHT_NEXT_… settings. Keep the old root key as long as you keep backups from before the rotation.',
  );
}

const progressOn = (line: ProgressLine, isInDataDir: boolean): RotationProgress => ({
  staged: (id) => line.say(`Staged the next root key ${id}. Now no server starts without it.`),
  waiting: (replicas, what) =>
    line.show(
      `Waiting for ${replicas.length} ${replicas.length === 1 ? 'server' : 'servers'} to ${what}: ${replicas.map(({ name }) => name).join(', ')}.${isInDataDir ? '' : ' Servers without the next root key need its settings and a restart.'}`,
    ),
  promoted: (id) => line.say(`Promoted ${id}: new values are wrapped under it.`),
  renewed: (count, total) =>
    count < total ? line.show(`Renewed ${count} of ${total}.`) : line.say(`Renewed ${count}.`),
  retired: (id) => line.say(`Retired ${id}: nothing is under it.`),
});

/** Renames the files of a finished rotation: of this one, or of an earlier one that was killed after its last step. */
async function renameAfterRotation(
  { db }: Store,
  { next }: RootKeyProviders,
  dataDir: string,
): Promise<void> {
  const rows = await db.rootKey.findMany();
  const [current] = rows;
  if (rows.length === 1 && current && (await has(next, current))) renameRootKeyFiles(dataDir);
}

async function has(provider: RootKeyProvider | undefined, row: Rows['rootKey']): Promise<boolean> {
  if (provider?.kind !== row.provider) return false;
  try {
    using key = await provider.open(row.parameters);
    return opensCanary(key, row);
  } catch {
    return false; // usually there is no next root key
  }
}
