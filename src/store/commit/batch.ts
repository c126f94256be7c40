import { claim } from './claims.ts';
import { type Dialect, rowsAsJson, type Transaction } from './dialect.ts';
import { writeEffects } from './effects.ts';
import { invalidationOf } from './invalidations.ts';
import { loadSnapshot } from './load-snapshot.ts';
import { Slots } from './slots.ts';
import { ConflictError, type WriteSet } from './write-set.ts';

/** Another transaction holds a lock on a row of the request, and the batch does not wait for it. */
export class RowLockedError extends Error {}

/**
 * Writes a batch of requests, inside the transaction they share. A request whose expectations fail
 * drops out, and the others go on: nothing of it has been written yet when that is found.
 * @param skipLocked does not wait for rows that another transaction has locked: their requests drop
 * out with RowLockedError
 * @returns the error of each request that dropped out
 * @throws when anything else fails; then the whole transaction is to be rolled back
 */
export async function writeBatch(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly WriteSet[],
  skipLocked: boolean,
): Promise<Map<WriteSet, Error>> {
  const errors = new Map<WriteSet, Error>();
  if (skipLocked)
    for (const writes of await findLocked(tx, dialect, batch))
      errors.set(writes, new RowLockedError());
  const reachable = batch.filter((writes) => !errors.has(writes));
  const snapshot = await loadSnapshot(tx, dialect, reachable);
  for (const writes of reachable)
    if (!snapshot.applyIfCurrent(writes)) errors.set(writes, new ConflictError());
  // Conflicts before claims: a request that conflicts tries again, and its nonce must still be free.
  const current = reachable.filter((writes) => !errors.has(writes));
  const refused = await claim(tx, dialect, current);
  for (const [writes, error] of refused) errors.set(writes, error);
  const accepted = current.filter((writes) => !errors.has(writes));
  if (refused.size > 0) snapshot.reset(accepted);
  await writeEffects(tx, dialect, accepted, snapshot.effects());
  const invalidation = invalidationOf(accepted);
  if (invalidation) await dialect.announce(tx, invalidation);
  return errors;
}

/**
 * The requests of a batch that were committed already, when the answer to the commit was lost. They
 * are recognized by rows that no other request can have written.
 */
export async function findWritten(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly WriteSet[],
): Promise<Set<WriteSet>> {
  const written = new Set<WriteSet>();
  const proofs = batch.flatMap((writes) =>
    writes.flatMap((write) => {
      const { proof } = write.table;
      return write.verb === 'insert' && proof
        ? [{ writes, table: write.table, proof, value: write.row[proof] }]
        : [];
    }),
  );
  for (const [table, own] of Map.groupBy(proofs, (one) => one.table)) {
    const proof = table.proof ?? '';
    const rows = await tx.$queryRawUnsafe<Record<string, unknown>[]>(
      dialect.select(table, [proof], [proof]),
      rowsAsJson(
        dialect,
        own.map(({ value }) => ({ [proof]: value })),
      ),
    );
    const found = new Set(rows.map((row) => row[proof]));
    for (const { writes, value } of own) if (found.has(value)) written.add(writes);
  }
  return written;
}

async function findLocked(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly WriteSet[],
): Promise<WriteSet[]> {
  if (!dialect.findLocked) return [];
  const locked = new Set<object>();
  const slots = new Slots(batch.flat(), dialect);
  for (const { table, columns, slots: own } of slots.groups) {
    const rows = await tx.$queryRawUnsafe<Record<string, string>[]>(
      dialect.findLocked(table, columns),
      rowsAsJson(
        dialect,
        [...own.values()].map(({ where }) => where),
      ),
    );
    for (const row of rows) {
      const slot = own.get(JSON.stringify(columns.map((column) => row[column] ?? null)));
      if (slot) locked.add(slot);
    }
  }
  return batch.filter((writes) => writes.some((write) => slots.has(write, locked)));
}
