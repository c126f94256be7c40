import { NonceUsedError } from '#domain/errors.ts';
import { pascalCase } from '#domain/words.ts';
import type { Prisma } from '#generated/sqlite/client.ts';
import { countUses } from './count-uses.ts';
import { insertNonces, insertRows } from './insert.ts';
import { Raced, type Writes } from './writes.ts';

type Transaction = Prisma.TransactionClient;

/**
 * Writes what a batch of requests wants, inside the transaction they share. A request that raced, or whose
 * nonce is not new, drops out alone: nothing of it has been written yet when that is found.
 * @returns the refusal of each request that dropped out
 * @throws when anything else fails; then the whole transaction is to be rolled back
 */
export async function writeBatch(tx: Transaction, batch: readonly Writes[]): Promise<Map<Writes, Error>> {
  const refusals = new Map<Writes, Error>();
  // Races first: a request that raced tries again with the same nonce, which must then still be new.
  for (const raced of await findRaced(tx, batch)) refusals.set(raced, new Raced());
  const current = batch.filter((writes) => !refusals.has(writes));
  for (const replay of await findReplays(tx, current)) refusals.set(replay, new NonceUsedError());
  const accepted = current.filter((writes) => !refusals.has(writes));

  await insertRows(
    tx,
    accepted.flatMap((writes) => writes.inserts ?? []),
  );
  await countUses(
    tx,
    accepted.flatMap((writes) => writes.uses ?? []),
  );
  for (const writes of accepted) await writeChanges(tx, writes);
  return refusals;
}

/** The keys whose revision a request relies on. */
const keyIdsOf = ({ uses = [], changes = [], destructions = [] }: Writes): string[] => [
  ...uses.map(({ keyId }) => keyId),
  ...[...changes, ...destructions].map(({ id }) => id),
];

/** The requests that read a revision which is no longer the current one, counting those before them in the batch. */
async function findRaced(tx: Transaction, batch: readonly Writes[]): Promise<Writes[]> {
  const ids = [...new Set(batch.flatMap(keyIdsOf))];
  const hashes = (table: 'signInLink' | 'session') =>
    batch.flatMap((writes) => writes.consumptions?.filter((one) => one.table === table).map((one) => one.hash) ?? []);
  const links = hashes('signInLink');
  const sessions = hashes('session');
  if (ids.length + links.length + sessions.length === 0) return [];

  const rows = ids.length > 0 ? await tx.key.findMany({ where: { id: { in: ids } }, select: { id: true, revision: true } }) : [];
  const revisions = new Map(rows.map((row) => [row.id, row.revision]));
  const consumable = new Set([
    ...(links.length > 0 ? await tx.signInLink.findMany({ where: { hash: { in: links } } }) : []).map((row) => row.hash),
    ...(sessions.length > 0 ? await tx.session.findMany({ where: { hash: { in: sessions } } }) : []).map((row) => row.hash),
  ]);
  return batch.filter((writes) => !advance(writes, revisions, consumable));
}

/** Whether what a request relies on holds, one after the other; if so, what the next in the batch will find. */
function advance(
  { uses = [], changes = [], destructions = [], consumptions = [] }: Writes,
  revisions: Map<string, number>,
  consumable: Set<string>,
): boolean {
  if (!uses.every(({ keyId, revision }) => revisions.get(keyId) === revision)) return false;
  const next = new Map(revisions);
  for (const { id, revision } of changes) {
    if (next.get(id) !== revision) return false;
    next.set(id, revision + 1);
  }
  for (const { id, revision } of destructions) {
    if (next.get(id) !== revision) return false;
    next.delete(id);
  }
  if (!consumptions.every(({ hash }) => consumable.has(hash))) return false;
  for (const id of revisions.keys()) if (!next.has(id)) revisions.delete(id);
  for (const [id, revision] of next) revisions.set(id, revision);
  for (const { hash } of consumptions) consumable.delete(hash);
  return true;
}

async function findReplays(tx: Transaction, batch: readonly Writes[]): Promise<Writes[]> {
  const nonces = batch.flatMap((writes) => writes.nonce ?? []);
  const fresh = await insertNonces(tx, nonces);
  // The first of two equal ones in a batch takes it out of the set; the second no longer finds it.
  return batch.filter(({ nonce }) => nonce && !fresh.delete(`${nonce.accessKeyId} ${nonce.hash}`));
}

async function writeChanges(tx: Transaction, writes: Writes): Promise<void> {
  for (const { id, revision, to } of writes.changes ?? [])
    await tx.key.update({ where: { id, revision }, data: { ...to, revision: revision + 1 } });
  for (const { keyVersionId: id, wrappedMaterial } of writes.materialChanges ?? [])
    await tx.keyVersion.update({ where: { id }, data: { wrappedMaterial } });
  for (const { id, revision } of writes.destructions ?? []) {
    await tx.key.delete({ where: { id, revision } }); // its versions go with it
    await tx.keyUse.deleteMany({ where: { keyId: id } });
  }
  for (const { id, to } of writes.accessKeyChanges ?? []) await tx.accessKey.update({ where: { id }, data: to });
  for (const { table, hash } of writes.consumptions ?? []) {
    if (table === 'signInLink') await tx.signInLink.delete({ where: { hash } });
    else await tx.session.delete({ where: { hash } });
  }
  for (const { table, before, atMost } of writes.expiries ?? []) {
    // Names come from the Expiry type, never from input.
    const name = pascalCase(table);
    const sql = `DELETE FROM "${name}" WHERE rowid IN (SELECT rowid FROM "${name}" WHERE "expiresAt" < ? LIMIT ?)`;
    await tx.$executeRawUnsafe(sql, before, atMost);
  }
}
