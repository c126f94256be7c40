import { graphqlHandler } from '#graphql/server.ts';
import { addressesOf } from '#http/browser-origin.ts';
import { createListener, listen, stop } from '#http/listener.ts';
import { type Handler, jsonReply } from '#http/send.ts';
import type { Identity } from '#identity/callers.ts';
import { Nonces } from '#identity/nonces.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { expireMaterial } from '#jobs/expire-material.ts';
import { repeat } from '#jobs/schedule.ts';
import { sweepExpired } from '#jobs/sweep-expired.ts';
import { Materials } from '#keyring/materials.ts';
import { RsaKeys } from '#keyring/rsa-keys.ts';
import { type Logger, openLog } from '#log.ts';
import type { Services } from '#operations/call.ts';
import { rpcHandler } from '#rpc/handler.ts';
import { openStore, type Store } from '#store/store.ts';
import { webPages } from '#web/pages.ts';
import { writeAddress } from './address-file.ts';
import type { Config } from './config.ts';
import { type Deployment, type KeepAccessKey, openDeployment } from './deployment.ts';
import { router } from './router.ts';

/** Less than the ten seconds after which container engines kill. */
const STOP_MILLISECONDS = 8_000;
/** Reads do not wait for the jobs: what is due is treated as done (store/as-of.ts). */
const JOBS_MILLISECONDS = 30_000;
/** Room for headers beside the longest query. */
const OTHER_HEADERS_BYTES = 16_384;

export interface Server extends AsyncDisposable {
  /** Where people find it: the public address, if one is set. */
  readonly url: string;
  readonly port: number;
  readonly deployment: Deployment;
  readonly services: Services;
  readonly store: Store;
  /** An address that signs a browser in as the access key, once. */
  signInLink(accessKeyId: string): Promise<string>;
}

export interface ServerOptions {
  readonly clock?: () => Date;
  readonly log?: Logger;
  /** Takes the access key that a first start makes up, before it is made durable. */
  readonly keepAccessKey?: KeepAccessKey;
}

const starting: Handler = async () => jsonReply(503, { message: 'Keywright is starting.' });

/** Opens what is needed, mounts the surfaces, and closes in reverse. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const { clock = () => new Date(), log = openLog(config.logLevel), keepAccessKey = () => {} } = options;
  await using opening = new AsyncDisposableStack();
  const store = opening.use(await openStore(config.databaseUrl, config.dataDir, (error) => log.error({ error }, 'commit failed')));

  // The port comes before the first access key: a start that fails for a taken port must not have used it up.
  let handle = starting;
  const listener = createListener((message) => handle(message), config.maxHeaderBytes, log);
  const port = await listen(listener, config.host, config.port);
  opening.defer(() => stop(listener, STOP_MILLISECONDS));

  const deployment = await openDeployment(store, config, clock(), keepAccessKey);
  const { accountId, region, keyring, accessKeys } = deployment;
  const materials = new Materials(store.db, keyring);
  const services: Services = {
    db: store.db,
    commit: store.commit,
    checkpoint: store.checkpoint,
    keyring,
    materials,
    rsaKeys: new RsaKeys(),
    region,
    clock,
    log,
  };
  const addresses = addressesOf(config.host, port, config.publicUrl);
  const identity: Identity = { store, accessKeys, addresses, clock };
  const { maxBodyBytes, maxHeaderBytes, xmlRoot, maxQueryDepth, maxQueryCost } = config;
  const maxQueryBytes = maxHeaderBytes - OTHER_HEADERS_BYTES;
  handle = router({
    rpc: rpcHandler({ services, accessKeys, nonces: new Nonces(clock), maxBodyBytes, maxQueryBytes, xmlRoot }),
    graphql: graphqlHandler({ services, identity, maxBodyBytes, maxQueryDepth, maxQueryCost }),
    pages: webPages(identity),
    ready: () => store.db.deployment.findUnique({ where: { id: 1 } }),
  });
  opening.use(writeAddress(config.dataDir, addresses.url));

  const jobs = async () => {
    await sweepExpired(store, clock());
    await destroyKeys(store, materials, clock());
    await expireMaterial(store, materials, clock());
  };
  opening.use(repeat(JOBS_MILLISECONDS, jobs, (error) => log.error({ error }, 'a job failed')));

  const running = opening.move();
  // Secrets go last but for the store: what is under way when the listener stops still needs them.
  let closing: Promise<void> | undefined;
  const close = async () => {
    await running.disposeAsync();
    materials.clear();
    accessKeys.clear();
    keyring[Symbol.dispose]();
  };
  return {
    url: addresses.url,
    port,
    deployment,
    services,
    store,
    signInLink: async (accessKeyId) =>
      `${addresses.url}/sign-in#${await makeSignInToken(store.commit, { accountId, accessKeyId }, clock())}`,
    [Symbol.asyncDispose]: () => {
      closing ??= close();
      return closing;
    },
  };
}
