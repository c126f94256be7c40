import { hostname } from 'node:os';
import type { Config } from '#config/config.ts';
import { joinDeployment } from '#deployment/join.ts';
import type { Deployment } from '#deployment/open-deployment.ts';
import { type Addresses, addressesOf } from '#http/browser-origin.ts';
import type { ReportDamage } from '#integrity/identity-reader.ts';
import type { RootKeyWatch } from '#root-key/watch.ts';
import type { Store } from '#store/store.ts';
import type { StartOptions } from './server-options.ts';
import { VERSION } from './version.ts';

/** This server as one of the replicas of a deployment. */
export interface Replica {
  readonly name: string;
  readonly addresses: Addresses;
  readonly deployment: Deployment;
  readonly watch: RootKeyWatch;
}

/**
 * Joins the deployment of the database.
 * @param stack leaves the deployment, and then zeroes root keys and access keys
 * @throws RootKeyError, ConfigError
 */
export async function openReplica(
  stack: AsyncDisposableStack,
  store: Store,
  config: Config,
  port: number,
  { keepAccessKey = () => {}, monotonic, databaseClock, log }: StartOptions,
  report: ReportDamage,
): Promise<Replica> {
  const addresses = addressesOf(config.host, port, config.publicUrl);
  const name = nameOf(config, port);
  const { deployment, watch } = await joinDeployment(store, config, {
    replica: { name, url: addresses.url, version: VERSION },
    monotonic: monotonic ?? (() => databaseClock?.().getTime() ?? performance.now()),
    log,
    keep: keepAccessKey,
    report,
    upgrading: (done, total) => log.info({ done, total }, 'upgrading keys'),
  });
  for (const accessKeyId of deployment.stillActive)
    log.warn(
      { accessKeyId },
      'an access key of earlier settings still works: disable it, or set KEYWRIGHT_ACCESS_KEY_REPLACE',
    );
  stack.defer(() => {
    deployment.accessKeys.clear();
    deployment.tokenKeys.clear();
    deployment.keyring[Symbol.dispose]();
  });
  stack.defer(() =>
    watch.leave().catch((error: unknown) => log.error({ error }, 'the database failed')),
  );
  return { name, addresses, deployment, watch };
}

function nameOf({ replicaName, worker }: Config, port: number): string {
  const name = replicaName ?? `${hostname()}:${port}`;
  return worker ? `${name}-${worker.number}` : name;
}
