import { randomUUID } from 'node:crypto';
import type { Config } from '#config/config.ts';
import { Materials } from '#keyring/materials.ts';
import { RsaKeys } from '#keyring/rsa-keys.ts';
import { WrappingKeys } from '#keyring/wrapping-keys.ts';
import { openLog } from '#log/log.ts';
import { Metrics } from '#metrics/metrics.ts';
import type { Call } from '#pipeline/call.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import type { Store } from '#store/store.ts';

/**
 * A call by whoever runs the service, for commands beside running servers: every permission in the account of this
 * database, and an audit row with the surface `command`. Dispose of `opened` when the command is done.
 * @throws RootKeyError where the settings lack the root key
 */
export async function openOperatorCall(
  store: Store,
  config: Config,
): Promise<{ call: Call; opened: AsyncDisposable }> {
  await using opening = new AsyncDisposableStack();
  const { accountId, region } = await store.db.deployment.findFirstOrThrow();
  const providers = rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey);
  const keyring = opening.use(await openKeyring(await store.db.rootKey.findMany(), providers));
  const materials = new Materials(store.db, keyring);
  opening.defer(() => materials.clear());
  const now = await store.time(); // one command is one moment, by the clock that everything else goes by
  const { db, backgroundDb, commit, rememberNonce, checkpoint } = store;
  const rsaKeys = opening.use(new RsaKeys());
  const call: Call = {
    requestId: randomUUID(),
    surface: 'command',
    principal: { accountId, accessKeyId: '', allowedActions: ['kms:*'] },
    performed: [],
    services: {
      db,
      backgroundDb,
      commit,
      rememberNonce,
      checkpoint,
      keyring,
      materials,
      rsaKeys,
      wrappingKeys: opening.use(new WrappingKeys(rsaKeys)),
      region,
      clock: () => now,
      log: openLog(config.logLevel),
      meter: new Metrics(),
    },
  };
  return { call, opened: opening.move() };
}
