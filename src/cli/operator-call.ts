import { randomUUID } from 'node:crypto';
import type { Config } from '#config/config.ts';
import { accountArn } from '#domain/arn.ts';
import type { Principal } from '#domain/principal.ts';
import { Materials } from '#keyring/materials.ts';
import { RsaKeys } from '#keyring/rsa-keys.ts';
import { TokenKeys } from '#keyring/token-keys.ts';
import { WrappingKeys } from '#keyring/wrapping-keys.ts';
import { openLog } from '#log/log.ts';
import { Metrics } from '#metrics/metrics.ts';
import type { Call } from '#pipeline/call.ts';
import { Quotas } from '#pipeline/quotas.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import type { Store } from '#store/store.ts';
import { CommandError } from './command/command-error.ts';

/** The same call as the operator of another account, which need not exist. */
export const asOperatorOf = (call: Call, accountId: string): Call => ({
  ...call,
  principal: operatorOf(accountId),
});

/** The same call in an account; undefined: the account of the deployment. @throws CommandError where there is none of this id */
export async function actIn(call: Call, accountId: string | undefined): Promise<Call> {
  if (accountId === undefined) return call;
  if (!(await call.services.db.account.findUnique({ where: { id: accountId } })))
    throw new CommandError(
      `There is no account ${accountId}. List the accounts with "npm run account -- list".`,
    );
  return asOperatorOf(call, accountId);
}

/** The operator, who acts as the root identity of an account and is bound by no policy. */
const operatorOf = (accountId: string): Principal => ({
  accountId,
  type: 'account',
  id: accountId,
  name: 'operator',
  arn: accountArn(accountId),
  credential: { type: 'Operator', id: '', expiresAt: null },
  policies: [],
  operator: true,
});

/**
 * A call of the operator, for commands that run beside servers. It has every permission in the account of the database,
 * and its audit rows have the surface `command`.
 * @returns the call, and its resources, which the command disposes at its end
 * @throws RootKeyError where the settings do not have the root key
 */
export async function openOperatorCall(
  store: Store,
  config: Config,
): Promise<{ call: Call; resources: AsyncDisposable }> {
  await using opening = new AsyncDisposableStack();
  const { accountId, region } = await store.db.deployment.findFirstOrThrow();
  const providers = rootKeyProviders(config.dataDir, config.rootKey, config.nextRootKey);
  const keyring = opening.use(await openKeyring(await store.db.rootKey.findMany(), providers));
  const materials = new Materials(store.db, keyring);
  opening.defer(() => materials.clear());
  const startedAt = (await store.time()).getTime(); // the database's time
  const started = performance.now();
  const tokenKeys = new TokenKeys(store.db, keyring);
  opening.defer(() => tokenKeys.clear());
  const { lookups, db, backgroundDb, feed, commit, rememberNonce, checkpoint } = store;
  const rsaKeys = opening.use(new RsaKeys());
  const call: Call = {
    requestId: randomUUID(),
    surface: 'command',
    principal: operatorOf(accountId),
    performed: [],
    countedIn: new Set(),
    services: {
      lookups,
      db,
      backgroundDb,
      feed,
      commit,
      rememberNonce,
      checkpoint,
      keyring,
      tokenKeys,
      materials,
      rsaKeys,
      wrappingKeys: opening.use(new WrappingKeys(rsaKeys)),
      region,
      clock: () => new Date(startedAt + performance.now() - started), // a question can wait long for its answer
      log: openLog(config.logLevel),
      meter: new Metrics(),
      auditReads: config.auditReads,
      maxAccessKeys: config.maxAccessKeys,
      quotas: new Quotas({}),
      limits: config.limits,
      noteUse: () => {},
      reportDamage: () => {}, // the operator may change what was altered
      describeService: () => Promise.reject(new Error('a command is not a server')),
    },
  };
  return { call, resources: opening.move() };
}
