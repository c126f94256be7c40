import { hostname } from 'node:os';
import type { Registry } from 'prom-client';
import { asCalledHere } from '#cli/command-text.ts';
import { openClockWatch } from '#clock/open.ts';
import type { Config } from '#config/config.ts';
import { startWarnings } from '#config/start-warnings.ts';
import { writeAddress } from '#deployment/address-file.ts';
import { forgetWhatChanges, joinDeployment } from '#deployment/join.ts';
import type { Deployment, KeepAccessKey } from '#deployment/open-deployment.ts';
import { graphqlHandler } from '#graphql/server.ts';
import { addressesOf, isOurHost } from '#http/browser-origin.ts';
import { trustedProxies } from '#http/client.ts';
import { Connections } from '#http/connections.ts';
import { createListener, listen, stop } from '#http/listener.ts';
import { maxConnections } from '#http/open-files.ts';
import { router } from '#http/router.ts';
import { unavailable } from '#http/unavailable.ts';
import type { Identity } from '#identity/callers.ts';
import { GuessLimiter } from '#identity/guess-limiter.ts';
import { Nonces } from '#identity/nonces.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { type Job, repeat } from '#jobs/schedule.ts';
import { jobsOf } from '#jobs/server-jobs.ts';
import { Materials } from '#keyring/materials.ts';
import { RsaKeys } from '#keyring/rsa-keys.ts';
import { WrappingKeys } from '#keyring/wrapping-keys.ts';
import { type Logger, openLog } from '#log/log.ts';
import { Metrics } from '#metrics/metrics.ts';
import { metricsPage } from '#metrics/metrics-page.ts';
import { webPages } from '#pages/pages.ts';
import type { Services } from '#pipeline/call.ts';
import { rpcHandler } from '#rpc/handler.ts';
import { openStore } from '#store/open-store.ts';
import { countKeysByState } from '#store/read/count-keys.ts';
import type { Store } from '#store/store.ts';
import packageJson from '../package.json' with { type: 'json' };

const VERSION = packageJson.version;

/** Requests of strangers, all together. A process under attack takes about twice as much. */
const MAX_UNAUTHENTICATED_BYTES = 16 * 1_048_576;
/** Whoever takes nothing of an answer for so long is not going to. */
const UNREAD_MILLISECONDS = 10_000;

/** Room for headers beside the longest query. */
const OTHER_HEADERS_BYTES = 16_384;

export interface Server extends AsyncDisposable {
  /** Where people find it: the public address, if one is set. */
  readonly url: string;
  readonly port: number;
  readonly deployment: Deployment;
  readonly services: Services;
  readonly store: Store;
  /** What it does by itself, and when asked to. */
  readonly jobs: readonly Job[];
  /** An address that signs a browser in as the access key, once. */
  signInLink(accessKeyId: string): Promise<string>;
}

export interface ServerOptions {
  /** This server's clock. */
  readonly clock?: () => Date;
  /** The time of the database, for tests; absent: the real one on PostgreSQL, `clock` on SQLite. */
  readonly databaseClock?: (() => Date) | undefined;
  /** Milliseconds by a clock that nobody sets; absent: the machine's. */
  readonly monotonic?: () => number;
  readonly log?: Logger;
  /** Takes the access key that a first start makes up, before it is made durable. */
  readonly keepAccessKey?: KeepAccessKey;
  /** What is measured of the process as a whole. */
  readonly processMetrics?: readonly Registry[];
  /** The folder of the migrations; absent: those that ship with this code. For tests of upgrades. */
  readonly migrations?: string;
}

/** Opens what is needed, mounts the surfaces, and closes in reverse. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const {
    log = openLog(config.logLevel),
    keepAccessKey = () => {},
    processMetrics = [],
    migrations,
  } = options;
  await using opening = new AsyncDisposableStack();
  const report = (error: unknown) => log.error({ error }, 'the database failed');
  const { clock = () => new Date(), databaseClock, monotonic } = options;
  const storeClock = databaseClock ?? (config.database.kind === 'sqlite' ? clock : undefined);
  const notice = (what: string) => log.warn(what);
  const store = opening.use(
    await openStore({ ...config, migrations, databaseClock: storeClock, report, notice }),
  );

  // The port comes before the first access key: a start that fails for a taken port must not have used it up.
  let handle = unavailable('Keywright is starting.');
  const connections = opening.use(
    new Connections({
      maxConnections: maxConnections(config.maxConnections, config.pool.poolSize),
      maxUnauthenticatedBytes: MAX_UNAUTHENTICATED_BYTES,
      unreadMilliseconds: UNREAD_MILLISECONDS,
    }),
  );
  const listener = createListener((message, exchange) => handle(message, exchange), {
    maxHeaderBytes: config.maxHeaderBytes,
    connections,
    proxies: trustedProxies(config.trustedProxies),
    isSecure: config.publicUrl?.startsWith('https:') ?? false,
    log,
  });
  const port = await listen(listener, config.host, config.port);
  let stopped: Promise<void> | undefined;
  const stopListening = () => {
    // What comes over connections that are open still is refused, while what is under way is finished.
    handle = unavailable('Keywright is stopping.');
    stopped ??= stop(listener, config.stopMilliseconds);
    return stopped;
  };
  opening.defer(stopListening);

  const addresses = addressesOf(config.host, port, config.publicUrl);
  const replica = { name: config.replicaName ?? `${hostname()}:${port}`, url: addresses.url };
  const { deployment, watch } = await joinDeployment(store, config, {
    replica,
    monotonic: monotonic ?? (() => databaseClock?.().getTime() ?? performance.now()),
    log,
    keepAccessKey,
  });
  opening.defer(() => watch.leave().catch(report));
  const { accountId, region, keyring, accessKeys } = deployment;
  const { maxClockSkewMilliseconds } = config;
  const clockWatch = await openClockWatch({
    kind: config.database.kind,
    store,
    clock,
    databaseClock,
    monotonic,
    maxSkewMilliseconds: maxClockSkewMilliseconds,
    log,
    advise: asCalledHere,
  });
  const nonces = new Nonces({ maxClockSkewMilliseconds, sweptTo: clockWatch.sweptTo });
  // On PostgreSQL every nonce is looked for in the database.
  if (config.database.kind === 'sqlite') await nonces.load(store.db);
  const materials = new Materials(store.db, keyring);
  const metrics = new Metrics();
  metrics.watch({
    pools: store.pools,
    caches: { materials: () => materials.stats(), accessKeys: () => accessKeys.stats() },
    connections: () => connections.stats(),
    keysByState: async () => countKeysByState(store.backgroundDb, clockWatch.now()),
    isClockTrusted: clockWatch.isTrusted,
    build: { version: VERSION, database: config.database.kind, replica: replica.name },
  });
  opening.use(forgetWhatChanges(store, materials, accessKeys));

  const rsaKeys = opening.use(new RsaKeys());
  const services: Services = {
    db: store.db,
    backgroundDb: store.backgroundDb,
    commit: store.commit,
    rememberNonce: store.rememberNonce,
    checkpoint: store.checkpoint,
    keyring,
    materials,
    rsaKeys,
    wrappingKeys: opening.use(new WrappingKeys(rsaKeys)),
    region,
    clock: clockWatch.now,
    log,
    meter: metrics,
  };
  const guesses = new GuessLimiter(clock, metrics.failedAuthentication);
  const identity: Identity = { store, accessKeys, addresses, guesses, clock: clockWatch.now };
  const { maxBodyBytes, maxHeaderBytes, xmlRoot, maxQueryDepth, maxQueryCost } = config;
  const maxQueryBytes = maxHeaderBytes - OTHER_HEADERS_BYTES;
  handle = router({
    rpc: rpcHandler({
      services,
      accessKeys,
      nonces,
      guesses,
      maxBodyBytes,
      maxQueryBytes,
      xmlRoot,
    }),
    graphql: graphqlHandler({ services, identity, maxBodyBytes, maxQueryDepth, maxQueryCost }),
    pages: webPages(identity, asCalledHere),
    metrics: metricsPage(metrics, processMetrics, {
      host: config.host,
      token: config.metricsToken,
      guesses,
      isOurHost: (headers) => isOurHost(headers, addresses),
    }),
    ready: async () => {
      await store.ping();
      watch.check();
      clockWatch.now();
    },
  });
  // Beside PostgreSQL any number of replicas may share the folder, and a command knows the address by its settings.
  if (config.database.kind === 'sqlite') opening.use(writeAddress(config.dataDir, addresses.url));

  const jobs = jobsOf({ store, materials, makers: services, nonces, watch, clockWatch });
  for (const job of jobs)
    opening.use(
      repeat(job, (name, error) => {
        metrics.job(name, error ? 'failed' : 'done', clock());
        if (error) log.error({ error, job: name }, 'a job failed');
      }),
    );

  for (const { msg, place } of await startWarnings(config)) log.warn({ place }, msg);
  log.info(
    { version: VERSION, database: config.database.kind, replica: replica.name, pid: process.pid },
    'started',
  );
  const running = opening.move();
  // Secrets go last but for the store: what is under way when the listener stops still needs them.
  let closing: Promise<void> | undefined;
  const close = async () => {
    log.info({ replica: replica.name }, 'stopping');
    await stopListening(); // before the jobs, which may take their time
    await running.disposeAsync();
    materials.clear();
    accessKeys.clear();
    keyring[Symbol.dispose]();
    log.info({ replica: replica.name }, 'stopped');
  };
  return {
    url: addresses.url,
    port,
    deployment,
    services,
    store,
    jobs,
    signInLink: async (accessKeyId) =>
      `${addresses.url}/sign-in#${await makeSignInToken(store.commit, { accountId, accessKeyId }, await store.time())}`,
    [Symbol.asyncDispose]: () => {
      closing ??= close();
      return closing;
    },
  };
}
