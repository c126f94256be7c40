import { graphqlHandler } from '#graphql/server.ts';
import { addressesOf } from '#http/browser-origin.ts';
import { createListener, listen, stop } from '#http/listener.ts';
import type { Handler } from '#http/send.ts';
import type { Identity } from '#identity/callers.ts';
import { sweepExpired } from '#identity/expiry.ts';
import { Nonces } from '#identity/nonces.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { type Logger, openLog } from '#log.ts';
import type { Services } from '#operations/call.ts';
import { rpcHandler } from '#rpc/handler.ts';
import { openStore, type Store } from '#store/store.ts';
import { webPages } from '#web/pages.ts';
import type { Config } from './config.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { router } from './router.ts';

const STOP_MILLISECONDS = 10_000;
const SWEEP_MILLISECONDS = 60_000;
/** Room for headers beside the longest query. */
const OTHER_HEADERS_BYTES = 16_384;

export interface Server {
  /** Where people find it: the public address, if one is set. */
  readonly url: string;
  readonly port: number;
  readonly deployment: Deployment;
  readonly services: Services;
  readonly store: Store;
  /** An address that signs a browser in as the access key, once. */
  signInLink(accessKeyId: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens what is needed, mounts the surfaces, and closes in reverse. */
export async function startServer(
  config: Config,
  { clock = () => new Date(), log = openLog(config.logLevel) }: { clock?: () => Date; log?: Logger } = {},
): Promise<Server> {
  await using opening = new AsyncDisposableStack();
  const store = opening.use(await openStore(config.databaseUrl, config.dataDir, (error) => log.error({ error }, 'commit failed')));
  const deployment = await openDeployment(store, config, clock());
  const { accountId, region, keyring, accessKeys } = deployment;
  opening.defer(() => accessKeys.clear());
  const services: Services = { db: store.db, commit: store.commit, keyring, region, clock, log };

  // The addresses are known once the port is; until then nobody can have asked anything.
  let handle: Handler | undefined;
  const listener = createListener((message) => (handle as Handler)(message), config.maxHeaderBytes, log);
  const port = await listen(listener, config.host, config.port);
  opening.defer(() => stop(listener, STOP_MILLISECONDS));
  const addresses = addressesOf(config.host, port, config.publicUrl);
  const identity: Identity = { store, accessKeys, addresses, clock };
  const { maxBodyBytes, maxHeaderBytes, xmlRoot } = config;
  handle = router({
    rpc: rpcHandler({
      services,
      accessKeys,
      nonces: new Nonces(),
      maxBodyBytes,
      maxQueryBytes: maxHeaderBytes - OTHER_HEADERS_BYTES,
      xmlRoot,
    }),
    graphql: graphqlHandler({ services, identity, maxBodyBytes, maxQueryDepth: config.maxQueryDepth, maxQueryCost: config.maxQueryCost }),
    pages: webPages(identity),
    ready: () => store.db.deployment.findUnique({ where: { id: 1 } }),
  });

  const sweeping = setInterval(
    () => sweepExpired(store.commit, clock()).catch((error) => log.error({ error }, 'sweep failed')),
    SWEEP_MILLISECONDS,
  ).unref();
  opening.defer(() => clearInterval(sweeping));

  const running = opening.move();
  return {
    url: addresses.url,
    port,
    deployment,
    services,
    store,
    signInLink: async (accessKeyId) =>
      `${addresses.url}/sign-in#${await makeSignInToken(store.commit, { accountId, accessKeyId }, clock())}`,
    close: () => running.disposeAsync(),
  };
}
