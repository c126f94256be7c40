// npm run sign-in-link [-- <access key id>]: creates a sign-in link for a browser. A server can run meanwhile.
import { type Config, environment, readConfig } from '#config/config.ts';
import { readAddress } from '#deployment/address-file.ts';
import { addressesOf } from '#http/browser-origin.ts';
import { makeSignInToken } from '#identity/sign-in-links.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import { replicasSince } from '#root-key/status.ts';
import { REPLICA_SILENCE_MILLISECONDS } from '#root-key/watch.ts';
import { DatabaseError } from '#store/database-error.ts';
import { attachStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import { exitWithError } from './exit-with-error.ts';

async function makeLink(accessKeyId: string | undefined): Promise<void> {
  const config = readConfig(environment());
  await using store = await attachStore({ ...config, report: () => {} });
  const deployment = await store.db.deployment.findUnique({ where: { id: 1 } });
  const accessKey = await store.db.accessKey.findFirst({
    where: {
      accountId: deployment?.accountId ?? '',
      enabled: true,
      ...(accessKeyId && { id: accessKeyId }),
    },
    orderBy: { createdAt: 'asc' },
  });
  if (!accessKey)
    throw new DatabaseError(
      accessKeyId
        ? `There is no enabled access key ${accessKeyId}.`
        : 'There is no enabled access key.',
    );
  const providers = rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey);
  using keyring = await openKeyring(await store.db.rootKey.findMany(), providers);
  const token = await makeSignInToken(
    store,
    keyring,
    { accountId: accessKey.accountId, accessKeyId: accessKey.id },
    config.lifetimes.linkMinutes,
    await store.time(),
    'command',
  );
  const address = await findAddress(store, config);
  console.log(
    `${address ?? addressesOf(config.host, config.port, config.publicUrl).url}/sign-in#${token}`,
  );
  console.error(
    `The link works once, within ${config.lifetimes.linkMinutes} minutes.${address ? '' : ' This database knows no running server: start one first.'}`,
  );
}

/**
 * The address of a running server: the one that uses the data folder, or on PostgreSQL one that reported within a
 * minute.
 */
async function findAddress(
  { db, time }: Store,
  { database, dataDir, publicUrl }: Config,
): Promise<string | undefined> {
  if (database.kind === 'sqlite') return readAddress(dataDir);
  const replicas = await replicasSince(
    db,
    new Date((await time()).getTime() - REPLICA_SILENCE_MILLISECONDS),
  );
  const found = replicas.find(({ url }) => url !== '')?.url;
  return found && (publicUrl ?? found);
}

try {
  await makeLink(process.argv[2]);
} catch (error) {
  exitWithError('No link was created.', error);
}
