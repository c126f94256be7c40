import { v7 as uuidv7 } from 'uuid';
import type { Config } from '#config/config.ts';
import type { Materials } from '#keyring/materials.ts';
import type { Logger } from '#log/log.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { type AboutReplica, RootKeyWatch, type RotationStep } from '#root-key/watch.ts';
import type { Store } from '#store/store.ts';
import { type Deployment, type OpenDeploymentOptions, openDeployment } from './open-deployment.ts';

interface JoinOptions extends Omit<OpenDeploymentOptions, 'now'> {
  readonly replica: AboutReplica;
  /** Milliseconds of a clock that is never set. */
  readonly monotonic: () => number;
  readonly log: Logger;
}

/**
 * Opens the deployment of this database and registers this replica, under a lock: no other replica
 * can start a rotation of the root key in between.
 * @throws RootKeyError, ConfigError as `openDeployment` does
 */
export function joinDeployment(
  store: Store,
  config: Config,
  { replica, monotonic, log, ...opening }: JoinOptions,
): Promise<{ deployment: Deployment; watch: RootKeyWatch }> {
  const providers = rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey);
  return store.exclusively(async () => {
    const now = await store.time();
    const deployment = await openDeployment(store, providers, config, { ...opening, now });
    const { accountId, keyring } = deployment;
    const report = (error: unknown) => log.error({ error }, 'a root key is missing');
    const step = (did: RotationStep, rootKeyId: string) =>
      log.info({ step: did, rootKeyId }, 'root key rotation');
    const watch = new RootKeyWatch(store, {
      replicaId: uuidv7(),
      replica,
      accountId,
      keyring,
      providers,
      monotonic,
      report,
      step,
    });
    await watch.refresh();
    return { deployment, watch };
  });
}

/**
 * Zeroes the unwrapped secrets of keys and access keys when this or another replica changes them.
 * Dispose of the result to stop.
 */
export const dropChangedSecrets = (
  { invalidations }: Store,
  materials: Materials,
  { accessKeys, tokenKeys }: Pick<Deployment, 'accessKeys' | 'tokenKeys'>,
): Disposable =>
  invalidations.subscribe((invalidation) => {
    if (invalidation === 'missed') {
      materials.clear();
      accessKeys.clear();
      tokenKeys.clear();
    } else {
      materials.drop(invalidation.keyIds);
      accessKeys.drop(invalidation.accessKeyIds);
    }
  });
