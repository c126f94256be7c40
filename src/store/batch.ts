import { NonceUsedError } from '#domain/errors.ts';
import { announcementOf } from './announcements.ts';
import { countUses } from './count-uses.ts';
import type { Dialect, Transaction } from './dialect.ts';
import { insertNonces, insertRows, nameOfNonce } from './insert.ts';
import { findRaced } from './races.ts';
import { writeChanges } from './write-changes.ts';
import { type Insert, Raced, type Writes } from './writes.ts';

/**
 * Writes what a batch of requests wants, inside the transaction they share. A request that raced, or whose
 * nonce is not new, drops out alone: nothing of it has been written yet when that is found.
 * @returns the refusal of each request that dropped out
 * @throws when anything else fails; then the whole transaction is to be rolled back
 */
export async function writeBatch(tx: Transaction, dialect: Dialect, batch: readonly Writes[]): Promise<Map<Writes, Error>> {
  const refusals = new Map<Writes, Error>();
  // Races first: a request that raced tries again with the same nonce, which must then still be new.
  for (const raced of await findRaced(tx, dialect, batch)) refusals.set(raced, new Raced());
  const current = batch.filter((writes) => !refusals.has(writes));
  for (const replay of await findReplays(tx, dialect, current)) refusals.set(replay, new NonceUsedError());
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

/** The requests of a batch whose rows are there already: of a commit whose answer was lost on its way to us. */
export async function findWritten(tx: Transaction, batch: readonly Writes[]): Promise<Set<Writes>> {
  const events = new Map(batch.flatMap((writes) => auditEventsOf(writes).map(({ row }) => [row.id, writes])));
  const written = await tx.auditEvent.findMany({ where: { id: { in: [...events.keys()] } }, select: { id: true } });
  return new Set(written.flatMap(({ id }) => events.get(id) ?? []));
}

const auditEventsOf = ({ inserts = [] }: Writes) =>
  inserts.filter((insert): insert is Extract<Insert, { table: 'auditEvent' }> => insert.table === 'auditEvent');

async function findReplays(tx: Transaction, dialect: Dialect, batch: readonly Writes[]): Promise<Writes[]> {
  const nonces = batch.flatMap((writes) => writes.nonce ?? []);
  const fresh = await insertNonces(tx, dialect, nonces);
  // The first of two equal ones in a batch takes it out of the set; the second no longer finds it.
  return batch.filter(({ nonce }) => nonce && !fresh.delete(nameOfNonce(nonce)));
}

/** Where another replica has taken the same token meanwhile, the key of its row is broken, and the batch tries again. */
async function takeClientTokens(tx: Transaction, dialect: Dialect, batch: readonly Writes[]): Promise<void> {
  const tokens = batch.flatMap(({ clientToken }) => clientToken ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (tokens.length === 0) return;
  for (const { id, takenAt } of tokens) await tx.clientToken.deleteMany({ where: { id, expiresAt: { lte: takenAt } } });
  const rows = tokens.map(({ takenAt: _known, ...row }) => ({ table: 'clientToken' as const, row }));
  await insertRows(tx, dialect, rows);
}
