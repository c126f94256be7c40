import type { Progress } from '#domain/progress.ts';
import { macsOfKey } from '#integrity/key-macs.ts';
import { macOfRow } from '#integrity/row-mac.ts';
import { CANARY } from '#keyring/canary.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { canaryContext } from '#keyring/wrap-contexts.ts';
import { updateRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { insertEvent } from '#store/writes/audit-event.ts';
import { accountWrites } from './upgrade-account.ts';

/** Rows of one commit. */
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
  for (const accountId of accountIds) {
    if (await db.account.findUnique({ where: { id: accountId } })) continue;
    const accessKeys = await db.accessKey.findMany({ where: { accountId } });
    const details = { accessKeyIds: accessKeys.map(({ id }) => id) };
    await store.commit([
      ...accountWrites(keyring, accountId, accessKeys, now),
      insertEvent('UpgradeAccount', 'server', { accountId, createdAt: now }, details),
    ]);
  }
  await fillSessions(store, keyring);
  await fillKeys(store, keyring, progress);
  await store.commit(canaryWrites(keyring, await db.rootKey.findMany()));
}

const WITHOUT_MAC = { where: { mac: null }, take: BATCH } as const;

async function fillSessions({ db, commit }: Store, keyring: Keyring): Promise<void> {
  for (;;) {
    const sessions = await db.session.findMany(WITHOUT_MAC);
    const links = await db.signInLink.findMany(WITHOUT_MAC);
    if (sessions.length + links.length === 0) return;
    await commit([
      ...sessions.map((row) =>
        updateRow(TABLES.session, { hash: row.hash }, macOfRow(keyring, TABLES.session, row)),
      ),
      ...links.map((row) =>
        updateRow(TABLES.signInLink, { hash: row.hash }, macOfRow(keyring, TABLES.signInLink, row)),
      ),
    ]);
  }
}

/** The columns that the MACs cover. Others, such as the description, can be long. */
const KEY_COLUMNS = {
  id: true,
  accountId: true,
  spec: true,
  policy: true,
  tags: { select: { tagKey: true, tagValue: true } },
} as const;

async function fillKeys(
  { db, commit }: Store,
  keyring: Keyring,
  progress: Progress,
): Promise<void> {
  const where = { macRootKeyId: null };
  const total = await db.key.count({ where });
  for (let done = 0; ; ) {
    const keys = await db.key.findMany({ where, take: BATCH, select: KEY_COLUMNS });
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
