import type { Config } from '#config/config.ts';
import { type OpenIdConfig, readOpenIdConfig } from '#config/openid-issuers.ts';
import { startWarnings } from '#config/start-warnings.ts';
import { writeAddress } from '#deployment/address-file.ts';
import type { Deployment } from '#deployment/open-deployment.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import type { Job } from '#jobs/schedule.ts';
import { jobsOf } from '#jobs/server-jobs.ts';
import { type Logger, openLog } from '#log/log.ts';
import { Metrics } from '#metrics/metrics.ts';
import type { Services } from '#pipeline/call.ts';
import { Quotas } from '#pipeline/quotas.ts';
import { openStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import { describesService } from './server/describe-service.ts';
import { openClock } from './server/open-clock.ts';
import { openIdentity } from './server/open-identity.ts';
import { type Listener, openListener } from './server/open-listener.ts';
import { openReplica, type Replica } from './server/open-replica.ts';
import { openServices } from './server/open-services.ts';
import { readinessOf } from './server/readiness.ts';
import { recordStart } from './server/record-start.ts';
import { runJobs } from './server/run-jobs.ts';
import type { ServerOptions, StartOptions } from './server/server-options.ts';
import { createSurfaces } from './server/surfaces.ts';
import { VERSION } from './server/version.ts';
import { watchMetrics } from './server/watch-metrics.ts';

/** A running server. Disposing of it stops it: running requests finish first. */
export interface Server extends AsyncDisposable {
  /** URL for people: the public URL, if one is set. */
  readonly url: string;
  readonly port: number;
  readonly deployment: Deployment;
  readonly services: Services;
  readonly store: Store;
  /** The background jobs, which can also be run at any time. */
  readonly jobs: readonly Job[];
  /** How long a sign-in link can be used. */
  readonly linkMinutes: number;
  /** Creates a URL that signs a browser in as the access key, once. */
  signInLink(accessKeyId: string): Promise<string>;
}

/**
 * Opens everything and starts to serve. One stack closes what was opened in reverse order, also if
 * the start fails: the listener refuses new requests and finishes the running ones, jobs end, the
 * replica leaves, secrets are zeroed, and the store closes.
 * @throws ConfigError, DatabaseError, FolderError, RootKeyError, ServiceUnavailableError, the
 * system's error for the port
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const { clock = () => new Date(), log = openLog(config.logLevel), processMetrics = [] } = options;
  const startOptions: StartOptions = { ...options, clock, log };
  const openIdConfig = readOpenIdConfig(config.openIdFile); // before anything is created
  const startedAt = clock();
  await using stack = new AsyncDisposableStack();
  const store = stack.use(await openDatabase(config, startOptions));
  // Listen before the first access key is generated: a start that fails because the port is taken
  // must not use it up.
  const listener = await openListener(stack, config, log);
  const { port } = listener;
  const metrics = new Metrics();
  const reportDamage = (table: string, id: string) => {
    metrics.damaged(table);
    log.error({ table, id }, 'a row was altered outside Keywright: what it permits is denied');
  };
  const replica = await openReplica(stack, store, config, port, startOptions, reportDamage);
  const { deployment, addresses, watch } = replica;
  const { clockWatch, nonces } = await openClock(store, config, startOptions);
  const parts = { store, replica, deployment, clockWatch, metrics, log, reportDamage };
  const quotas = new Quotas(config.quotas, options.quotaClock);
  const readiness = readinessOf({ store, watch, clockWatch });
  const describeService = describesService({
    ...parts,
    database: config.database,
    replicaName: replica.name,
    readiness,
    startedAt,
  });
  const services = openServices(stack, { ...config, ...parts, quotas, describeService });
  watchMetrics(metrics, { config, store, listener, replica, services, clockWatch });
  const { lifetimes, workers } = config;
  const identity = openIdentity({ ...parts, openIdConfig, lifetimes, workers, clock });
  await recordStart(stack, store, replica, log);
  const all = metrics.with(processMetrics);
  const readMetrics = options.gatherMetrics?.(all) ?? (() => all.metrics());
  const { graphqlByFetch } = options;
  await listener.serve(
    createSurfaces(config, {
      services,
      identity,
      streams: listener.streams,
      nonces,
      readMetrics,
      ready: readiness.ready,
      graphqlByFetch,
    }),
  );
  // Replicas on PostgreSQL may share the folder, and their commands find the address in their
  // settings.
  if (config.database.kind === 'sqlite') stack.use(writeAddress(config.dataDir, addresses.url));
  const { materials } = services;
  const jobs = jobsOf({ ...config, ...parts, materials, makers: services, nonces, watch });
  runJobs(stack, jobs, metrics, startOptions);
  // The second time: the first is for a start that fails, this one stops the listener before
  // everything else.
  stack.defer(listener.stop);
  await logStart(config, openIdConfig, replica, startOptions);
  const { linkMinutes } = lifetimes;
  return createServer(stack.move(), { ...parts, listener, services, jobs, linkMinutes });
}

function openDatabase(config: Config, { clock, databaseClock, migrations, log }: StartOptions) {
  return openStore({
    ...config,
    migrations,
    databaseClock: databaseClock ?? (config.database.kind === 'sqlite' ? clock : undefined),
    report: (error) => log.error({ error }, 'the database failed'),
    notice: (what) => log.warn(what),
  });
}

async function logStart(
  config: Config,
  openIdConfig: OpenIdConfig,
  { name }: Replica,
  { log }: StartOptions,
): Promise<void> {
  for (const { msg, place } of await startWarnings(config, openIdConfig)) log.warn({ place }, msg);
  log.info(
    { version: VERSION, database: config.database.kind, replica: name, pid: process.pid },
    'started',
  );
}

interface ServerParts {
  readonly store: Store;
  readonly listener: Listener;
  readonly replica: Replica;
  readonly services: Services;
  readonly jobs: readonly Job[];
  readonly log: Logger;
  readonly linkMinutes: number;
}

/** @param running closes the server */
function createServer(
  running: AsyncDisposableStack,
  {
    store,
    listener,
    replica: { name, addresses, deployment },
    services,
    jobs,
    log,
    linkMinutes,
  }: ServerParts,
): Server {
  const { url } = addresses;
  const { accountId } = deployment;
  let closing: Promise<void> | undefined;
  const close = async () => {
    log.info({ replica: name }, 'stopping');
    await running.disposeAsync();
    log.info({ replica: name }, 'stopped');
  };
  return {
    url,
    port: listener.port,
    deployment,
    services,
    store,
    jobs,
    linkMinutes,
    signInLink: async (accessKeyId) => {
      const now = await store.time();
      const { keyring } = deployment;
      const token = await makeSignInToken(
        store,
        keyring,
        { accountId, accessKeyId },
        linkMinutes,
        now,
        'server',
      );
      return `${url}/sign-in#${token}`;
    },
    [Symbol.asyncDispose]: () => {
      closing ??= close();
      return closing;
    },
  };
}
