import { NonceUsedError } from '#domain/errors.ts';
import { countUses } from './count-uses.ts';
import type { Dialect, Transaction } from './dialect.ts';
import { insertNonces, insertRows, nameOfNonce } from './insert.ts';
import { announcementOf } from './invalidations.ts';
import { findRaced, keyIdsOf } from './races.ts';
import { writeChanges } from './write-changes.ts';
import { type Insert, Raced, type Writes } from './writes.ts';

/** Somebody else has a key of the request, and it was not to be waited for. */
export class KeyLocked extends Error {}

/**
 * Writes what a batch of requests wants, inside the transaction they share. A request that raced, or whose
 * nonce is not new, drops out alone: nothing of it has been written yet when that is found.
 * @param passLocked does not wait for keys that somebody else has locked: who wants one drops out
 * @returns the refusal of each request that dropped out
 * @throws when anything else fails; then the whole transaction is to be rolled back
 */
export async function writeBatch(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly Writes[],
  passLocked: boolean,
): Promise<Map<Writes, Error>> {
  const refusals = new Map<Writes, Error>();
  if (passLocked)
    for (const locked of await findBarred(tx, dialect, batch))
      refusals.set(locked, new KeyLocked());
  const reachable = batch.filter((writes) => !refusals.has(writes));
  // Races before nonces: a request that raced tries again with the same nonce, which must then still be new.
  for (const raced of await findRaced(tx, dialect, reachable)) refusals.set(raced, new Raced());
  const current = batch.filter((writes) => !refusals.has(writes));
  for (const replay of await findReplays(tx, dialect, current))
    refusals.set(replay, new NonceUsedError());
  const accepted = current.filter((writes) => !refusals.has(writes));

  await takeClientTokens(tx, dialect, accepted);
  await insertRows(
    tx,
    dialect,
    accepted.flatMap((writes) => writes.inserts ?? []),
  );
  await countUses(
    tx,
    dialect,
    accepted.flatMap((writes) => writes.uses ?? []),
  );
  for (const writes of accepted) await writeChanges(tx, dialect, writes);
  const announcement = announcementOf(accepted);
  if (announcement) await dialect.announce(tx, announcement);
  return refusals;
}

/**
 * The requests of a batch whose rows are there already: of a commit whose answer was lost on its way to us. They are
 * known by rows that nobody else can have written: their audit row, or the session that they open.
 */
export async function findWritten(tx: Transaction, batch: readonly Writes[]): Promise<Set<Writes>> {
  const owners = new Map(
    batch.flatMap((writes) =>
      (writes.inserts ?? [])
        .flatMap((insert) => ownNameOf(insert) ?? [])
        .map((name) => [name, writes]),
    ),
  );
  const names = [...owners.keys()];
  const events = await tx.auditEvent.findMany({
    where: { id: { in: names } },
    select: { id: true },
  });
  const sessions = await tx.session.findMany({
    where: { hash: { in: names } },
    select: { hash: true },
  });
  return new Set(
    [...events.map(({ id }) => id), ...sessions.map(({ hash }) => hash)].flatMap(
      (name) => owners.get(name) ?? [],
    ),
  );
}

function ownNameOf(insert: Insert): string | undefined {
  if (insert.table === 'auditEvent') return insert.row.id;
  return insert.table === 'session' ? insert.row.hash : undefined;
}

async function findBarred(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly Writes[],
): Promise<Writes[]> {
  const locked = new Set(
    (await dialect.findLocked(tx, [...new Set(batch.flatMap(keyIdsOf))])).map(({ id }) => id),
  );
  return batch.filter((writes) => keyIdsOf(writes).some((id) => locked.has(id)));
}

async function findReplays(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly Writes[],
): Promise<Writes[]> {
  const nonces = batch.flatMap((writes) => writes.nonce ?? []);
  const fresh = await insertNonces(tx, dialect, nonces);
  // The first of two equal ones in a batch takes it out of the set; the second no longer finds it.
  return batch.filter(({ nonce }) => nonce && !fresh.delete(nameOfNonce(nonce)));
}

/** Where another replica has taken the same token meanwhile, the key of its row is broken, and the batch tries again. */
async function takeClientTokens(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly Writes[],
): Promise<void> {
  const tokens = batch
    .flatMap(({ clientToken }) => clientToken ?? [])
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (tokens.length === 0) return;
  for (const { id, takenAt } of tokens)
    await tx.clientToken.deleteMany({ where: { id, expiresAt: { lte: takenAt } } });
  const rows = tokens.map(({ takenAt: _known, ...row }) => ({
    table: 'clientToken' as const,
    row,
  }));
  await insertRows(tx, dialect, rows);
}
