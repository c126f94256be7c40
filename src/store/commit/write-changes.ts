import type { Dialect, Transaction } from './dialect.ts';
import { insertRows } from './insert.ts';
import type {
  AliasChange,
  ClockChange,
  Expiry,
  Rewrap,
  RootKeyChange,
  TagChange,
  Writes,
} from './writes.ts';

/** Writes what one request changes and removes. Its revisions have been checked, and their keys are locked. */
export async function writeChanges(
  tx: Transaction,
  dialect: Dialect,
  writes: Writes,
): Promise<void> {
  const {
    changes,
    materialChanges,
    aliasChanges,
    tagChanges,
    destructions,
    accessKeyChanges,
    consumptions,
    rewraps,
    rootKeyChanges,
    replicaReport,
    clockChange,
  } = writes;
  for (const { id, revision, to } of changes ?? [])
    await tx.key.update({ where: { id, revision }, data: { ...to, revision: revision + 1 } });
  for (const { keyVersionId: id, ...data } of materialChanges ?? [])
    await tx.keyVersion.update({ where: { id }, data });
  for (const change of aliasChanges ?? []) await changeAlias(tx, change);
  await changeTags(tx, dialect, tagChanges ?? []);
  for (const { id, revision } of destructions ?? []) {
    await tx.key.delete({ where: { id, revision } }); // its versions, aliases and tags go with it
    await tx.keyUse.deleteMany({ where: { keyId: id } });
  }
  for (const { id, to } of accessKeyChanges ?? [])
    await tx.accessKey.update({ where: { id }, data: to });
  for (const { table, hash } of consumptions ?? []) {
    if (table === 'signInLink') await tx.signInLink.delete({ where: { hash } });
    else await tx.session.delete({ where: { hash } });
  }
  if (writes.expiries) await removeExpired(tx, dialect, writes.expiries);
  if (rewraps) await rewrap(tx, dialect, rewraps);
  for (const change of rootKeyChanges ?? []) await changeRootKey(tx, change);
  if (replicaReport) await report(tx, replicaReport);
  if (clockChange) await changeClock(tx, clockChange);
}

const changeAlias = (tx: Transaction, { id, from, to, anew }: AliasChange): Promise<unknown> =>
  to === null
    ? tx.alias.delete({ where: { id, keyId: from } })
    : tx.alias.update({ where: { id, keyId: from }, data: { keyId: to, ...anew } });

/** A statement for each list of tags' keys, not for each key. Several changes of one request are of as many keys. */
async function changeTags(
  tx: Transaction,
  dialect: Dialect,
  changes: readonly TagChange[],
): Promise<void> {
  const replaced = ({ set, remove }: TagChange) => [...remove, ...set.map(({ tagKey }) => tagKey)];
  for (const same of Map.groupBy(changes, (change) => JSON.stringify(replaced(change))).values()) {
    const [first] = same;
    if (first)
      await tx.tag.deleteMany({
        where: { keyId: { in: same.map(({ keyId }) => keyId) }, tagKey: { in: replaced(first) } },
      });
  }
  const rows = changes.flatMap(({ accountId, keyId, set }) =>
    set.map(({ tagKey, tagValue }) => ({ accountId, keyId, tagKey, tagValue })),
  );
  await insertRows(
    tx,
    dialect,
    rows.map((row) => ({ table: 'tag', row })),
  );
}

async function removeExpired(
  tx: Transaction,
  dialect: Dialect,
  expiries: readonly Expiry[],
): Promise<void> {
  for (const { table, before, atMost } of expiries)
    await tx.$executeRawUnsafe(dialect.deleteExpired(table), before, atMost);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function rewrap(
  tx: Transaction,
  dialect: Dialect,
  rewraps: readonly Rewrap[],
): Promise<void> {
  for (const [table, rows] of Map.groupBy(rewraps, (row) => row.table)) {
    const given = rows.map(({ id, from, to, rootKeyId }) => ({
      id,
      from: hex(from),
      to: hex(to),
      rootKeyId,
    }));
    await tx.$executeRawUnsafe(dialect.rewrap(table), JSON.stringify(given));
  }
}

const changeRootKey = (tx: Transaction, { id, from, to }: RootKeyChange): Promise<unknown> =>
  to === 'gone'
    ? tx.rootKey.delete({ where: { id, state: from } })
    : tx.rootKey.update({ where: { id, state: from }, data: { state: to } });

async function report(
  tx: Transaction,
  { id, to, forget }: NonNullable<Writes['replicaReport']>,
): Promise<void> {
  if (to) await tx.replica.upsert({ where: { id }, create: to, update: to });
  else await tx.replica.deleteMany({ where: { id } });
  if (forget) await tx.replica.deleteMany({ where: { seenAt: { lt: forget } } });
}

const changeClock = (tx: Transaction, { to, heldSince }: ClockChange): Promise<unknown> =>
  heldSince === undefined
    ? tx.clockState.upsert({ where: { id: to.id }, create: to, update: to })
    : tx.clockState.update({ where: { id: to.id, heldSince }, data: to });
