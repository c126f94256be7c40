import { v7 as uuidv7 } from 'uuid';
import type { Progress } from '#domain/progress.ts';
import { macsOfKey } from '#integrity/key-macs.ts';
import { newAccount } from '#integrity/new-account.ts';
import { insertOwner, sealAccessKey } from '#integrity/owner-writes.ts';
import { insertPolicy } from '#integrity/policies.ts';
import { macOfRow } from '#integrity/row-mac.ts';
import { CANARY } from '#keyring/canary.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { canaryContext } from '#keyring/wrap-contexts.ts';
import { updateRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type KeyRow, type Rows, TABLES } from '#store/tables.ts';

/** Keys of one commit. */
const BATCH = 500;

/**
 * Upgrades a database of a release that had no policies. The permissions of each access key become a policy, every row
 * that authenticates or authorizes gets its MAC, and at the end the canaries say that there are MACs. A start that was
 * killed in between is continued by the next one.
 */
export async function fillMacs(
  store: Store,
  keyring: Keyring,
  deploymentAccountId: string,
  now: Date,
  progress: Progress,
): Promise<void> {
  const { db } = store;
  const inUse = await db.accessKey.findMany({
    distinct: ['accountId'],
    select: { accountId: true },
  });
  const accountIds = new Set([deploymentAccountId, ...inUse.map(({ accountId }) => accountId)]);
  for (const accountId of accountIds)
    if (!(await db.account.findUnique({ where: { id: accountId } })))
      await store.commit(await accountWrites(store, keyring, accountId, now));
  await fillSessions(store, keyring);
  await fillKeys(store, keyring, progress);
  await store.commit(canaryWrites(keyring, await db.rootKey.findMany()));
}

/** The account, and what its access keys may do: those with `kms:*` are keys of its root identity, any other one gets a user. */
async function accountWrites(
  { db }: Store,
  keyring: Keyring,
  accountId: string,
  now: Date,
): Promise<Write[]> {
  const rows = await db.accessKey.findMany({ where: { accountId } });
  const isRoot = ({ allowedActions }: Rows['accessKey']) =>
    (JSON.parse(allowedActions) as string[]).includes('kms:*');
  const rootKeys = rows.filter(isRoot).map(upgraded);
  const account = { ...newAccount(keyring, accountId, now), accessKeys: rootKeys };
  const users = rows.filter((row) => !isRoot(row)).map((row) => userWrites(keyring, row, now));
  return [
    ...insertOwner(keyring, account).slice(0, 1), // its access keys exist already
    ...rootKeys.map((row) => updateAccessKey(keyring, row)),
    ...users.flat(),
  ];
}

/** Ids that were not generated came from the settings. */
const upgraded = (row: Rows['accessKey']): Rows['accessKey'] => ({
  ...row,
  configured: !/^KW[0-9A-F]{20}$/.test(row.id),
});

const updateAccessKey = (keyring: Keyring, row: Rows['accessKey']): Write => {
  const { id, accountId, userId, configured, mac } = sealAccessKey(keyring, row);
  return updateRow(TABLES.accessKey, { id, accountId }, { userId, configured, mac });
};

/** A user and a policy of the access key's name, with the actions that it was allowed. */
function userWrites(keyring: Keyring, accessKey: Rows['accessKey'], now: Date): Write[] {
  const { id, accountId } = accessKey;
  const name = `access-key-${id}`.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, 64);
  const userId = uuidv7();
  const actions = JSON.parse(accessKey.allowedActions) as string[];
  const times = { createdAt: now, updatedAt: now };
  const policyId = uuidv7();
  const policy = {
    row: {
      id: policyId,
      accountId,
      name,
      description: `The permissions of access key ${id} before there were policies.`,
      defaultVersion: 1,
      lastVersion: 1,
      attachments: 1,
      ...times,
      mac: new Uint8Array(),
      rootKeyId: '',
    },
    versions: [{ accountId, policyId, number: 1, document: documentFor(actions), createdAt: now }],
  };
  const attachment = {
    accountId,
    principalId: userId,
    principalType: 'user',
    policyType: 'Custom',
    policyName: name,
    policyId,
    attachedAt: now,
  };
  const row = {
    id: userId,
    accountId,
    name,
    displayName: '',
    mobilePhone: '',
    email: '',
    comments: '',
    ...times,
    mac: new Uint8Array(),
    rootKeyId: '',
  };
  const own = { ...upgraded(accessKey), userId };
  const attachments = actions.length > 0 ? [attachment] : [];
  const user = { type: 'user', row, accessKeys: [own], attachments } as const;
  return [
    ...insertOwner(keyring, user).slice(0, 1), // its access key exists already
    updateAccessKey(keyring, own),
    ...(actions.length > 0
      ? [
          ...insertPolicy(keyring, policy, 'conflict'),
          { verb: 'insert', table: TABLES.attachment, row: attachment } as const,
        ]
      : []),
  ];
}

const documentFor = (actions: readonly string[]): string =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });

async function fillSessions({ db, commit }: Store, keyring: Keyring): Promise<void> {
  for (const row of await db.session.findMany({ where: { mac: null } })) {
    const mac = macOfRow(keyring, TABLES.session, row);
    await commit([updateRow(TABLES.session, { hash: row.hash }, mac)]);
  }
  for (const row of await db.signInLink.findMany({ where: { mac: null } })) {
    const mac = macOfRow(keyring, TABLES.signInLink, row);
    await commit([updateRow(TABLES.signInLink, { hash: row.hash }, mac)]);
  }
}

async function fillKeys(
  { db, commit }: Store,
  keyring: Keyring,
  progress: Progress,
): Promise<void> {
  const where = { macRootKeyId: null };
  const total = await db.key.count({ where });
  for (let done = 0; ; ) {
    const keys = (await db.key.findMany({
      where,
      take: BATCH,
      include: { tags: true },
    })) as (KeyRow & {
      tags: Rows['tag'][];
    })[];
    if (keys.length === 0) return;
    await commit(
      keys.map(({ tags, ...key }) =>
        updateRow(TABLES.key, { id: key.id }, macsOfKey(keyring, key, tags)),
      ),
    );
    done += keys.length;
    progress(done, total);
  }
}

/** New canaries, each under its own root key, say that rows without a MAC are forged. */
function canaryWrites(keyring: Keyring, rows: readonly Rows['rootKey'][]): Write[] {
  const current = keyring.currentId;
  const writes = rows.map(({ id, accountId }) => {
    keyring.wrapUnder(id);
    const canary = keyring.wrap(canaryContext(accountId), CANARY).bytes;
    return updateRow(TABLES.rootKey, { id }, { canary });
  });
  keyring.wrapUnder(current);
  return writes;
}
