import type { ClockWatch } from '#clock/clock-watch.ts';
import type { Config } from '#config/config.ts';
import type { OpenIdConfig } from '#config/openid-issuers.ts';
import type { Identity } from '#identity/callers.ts';
import { GuessLimiter } from '#identity/guess-limiter.ts';
import { OpenId } from '#identity/openid/open-id.ts';
import type { ReportDamage } from '#integrity/identity-reader.ts';
import type { Logger } from '#log/log.ts';
import type { Metrics } from '#metrics/metrics.ts';
import type { Store } from '#store/store.ts';
import type { Replica } from './open-replica.ts';

interface IdentityOptions {
  readonly store: Store;
  readonly replica: Replica;
  readonly openIdConfig: OpenIdConfig;
  readonly lifetimes: Config['lifetimes'];
  readonly workers: Config['workers'];
  readonly clockWatch: ClockWatch;
  /** The server's own clock, which is not checked: for counts only. */
  readonly clock: () => Date;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly reportDamage: ReportDamage;
}

/** Makes what finds out who calls. */
export function openIdentity({
  store,
  replica: { deployment, addresses },
  openIdConfig,
  lifetimes,
  workers,
  clockWatch,
  clock,
  metrics,
  log,
  reportDamage,
}: IdentityOptions): Identity {
  const { accessKeys, apiTokens, credentials, keyring } = deployment;
  return {
    store,
    reader: { db: store.db, keyring, report: reportDamage },
    accessKeys,
    apiTokens,
    credentials,
    openId: new OpenId(openIdConfig.issuers, {
      ...deployment,
      report: (problem, fields) => log.warn(fields, problem),
    }),
    addresses,
    guesses: new GuessLimiter(clock, metrics.failedAuthentication, workers),
    clock: clockWatch.now,
    lifetimes,
  };
}
