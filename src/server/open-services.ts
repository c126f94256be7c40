import type { ClockWatch } from '#clock/clock-watch.ts';
import { dropChangedSecrets } from '#deployment/join.ts';
import type { Deployment } from '#deployment/open-deployment.ts';
import { LastUses } from '#identity/last-uses.ts';
import type { ReportDamage } from '#integrity/identity-reader.ts';
import { Materials } from '#keyring/materials.ts';
import { RsaKeys } from '#keyring/rsa-keys.ts';
import { WrappingKeys } from '#keyring/wrapping-keys.ts';
import type { Logger } from '#log/log.ts';
import type { Metrics } from '#metrics/metrics.ts';
import type { Services } from '#pipeline/call.ts';
import type { Store } from '#store/store.ts';

interface ServicesOptions
  extends Pick<Services, 'maxAccessKeys' | 'quotas' | 'limits' | 'describeService'> {
  readonly store: Store;
  readonly deployment: Deployment;
  readonly clockWatch: ClockWatch;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly reportDamage: ReportDamage;
  readonly auditReads: boolean;
}

/** Opens what every request uses. @param stack closes it and zeroes unwrapped key material */
export function openServices(
  stack: AsyncDisposableStack,
  {
    store,
    deployment,
    clockWatch,
    metrics,
    log,
    reportDamage,
    auditReads,
    maxAccessKeys,
    quotas,
    limits,
    describeService,
  }: ServicesOptions,
): Services {
  const { region, keyring, tokenKeys } = deployment;
  const materials = new Materials(store.db, keyring);
  stack.defer(() => materials.clear());
  stack.use(dropChangedSecrets(store, materials, deployment));
  const lastUses = new LastUses(store.commit, (error) =>
    log.error({ error }, 'the last use of an access key was not recorded'),
  );
  stack.defer(() => lastUses.drain());
  const rsaKeys = stack.use(new RsaKeys());
  return {
    lookups: store.lookups,
    db: store.db,
    backgroundDb: store.backgroundDb,
    feed: store.feed,
    commit: store.commit,
    rememberNonce: store.rememberNonce,
    checkpoint: store.checkpoint,
    keyring,
    tokenKeys,
    materials,
    rsaKeys,
    wrappingKeys: stack.use(new WrappingKeys(rsaKeys)),
    region,
    clock: clockWatch.now,
    log,
    meter: metrics,
    reportDamage,
    auditReads,
    maxAccessKeys,
    quotas,
    limits,
    noteUse: (use) => lastUses.note(use),
    describeService,
  };
}
