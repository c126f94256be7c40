import type { Dialect, Transaction } from './dialect.ts';
import { advanceNames, lookAtNames, type Names } from './name-races.ts';
import type { Writes } from './writes.ts';

/** What the requests of a batch rely on, as the database has it now. */
interface Found {
  readonly keys: Map<string, { readonly revision: number; readonly state: string }>;
  /** One-time rows that are still there, by their hash. */
  readonly consumable: Set<string>;
  /** Client tokens that are in use, by their id. */
  readonly tokens: Set<string>;
  readonly names: Names;
}

/** The keys whose revision or state a request relies on. */
export const keyIdsOf = ({
  uses = [],
  reliances = [],
  changes = [],
  destructions = [],
}: Writes): string[] => [
  ...[...uses, ...reliances].map(({ keyId }) => keyId),
  ...[...changes, ...destructions].map(({ id }) => id),
];

/**
 * The requests that read something which has changed since: the revision of a key that they change, the state of one
 * that they use or rely on, a one-time row, a client token, or what aliases and tags there are. Counting what those
 * before them in the batch do. The keys are locked by then.
 */
export async function findRaced(
  tx: Transaction,
  dialect: Dialect,
  batch: readonly Writes[],
): Promise<Writes[]> {
  const found = await look(tx, dialect, batch);
  return batch.filter((writes) => !advance(writes, found));
}

async function look(tx: Transaction, dialect: Dialect, batch: readonly Writes[]): Promise<Found> {
  const keyIds = [...new Set(batch.flatMap(keyIdsOf))];
  const hashes = (table: 'signInLink' | 'session') =>
    batch.flatMap(({ consumptions = [] }) =>
      consumptions.filter((one) => one.table === table).map(({ hash }) => hash),
    );
  const links = hashes('signInLink');
  const sessions = hashes('session');
  const tokens = batch.flatMap(({ clientToken }) => clientToken ?? []);
  return {
    keys: new Map(
      (keyIds.length > 0 ? await dialect.lockKeys(tx, keyIds) : []).map((key) => [key.id, key]),
    ),
    consumable: new Set([
      ...(links.length > 0
        ? await tx.signInLink.findMany({ where: { hash: { in: links } } })
        : []
      ).map(({ hash }) => hash),
      ...(sessions.length > 0
        ? await tx.session.findMany({ where: { hash: { in: sessions } } })
        : []
      ).map(({ hash }) => hash),
    ]),
    tokens: new Set(
      tokens.length > 0
        ? (await tx.clientToken.findMany({ where: { OR: tokens.map(inUse) } })).map(({ id }) => id)
        : [],
    ),
    names: await lookAtNames(tx, batch),
  };
}

/** A token lives for a day, counted from its own request; one that is over may be taken anew. */
const inUse = ({ id, takenAt }: NonNullable<Writes['clientToken']>) => ({
  id,
  expiresAt: { gt: takenAt },
});

/** Whether what a request relies on holds, one after the other; if so, what the next in the batch will find. */
function advance(writes: Writes, { keys, consumable, tokens, names }: Found): boolean {
  const {
    uses = [],
    reliances = [],
    changes = [],
    destructions = [],
    consumptions = [],
    clientToken,
  } = writes;
  if (![...uses, ...reliances].every(({ keyId, state }) => keys.get(keyId)?.state === state))
    return false;
  const next = new Map(keys);
  for (const { id, revision, to } of changes) {
    const key = next.get(id);
    if (key?.revision !== revision) return false;
    next.set(id, { revision: revision + 1, state: to.state ?? key.state });
  }
  for (const { id, revision } of destructions) {
    if (next.get(id)?.revision !== revision) return false;
    next.delete(id);
  }
  if (!consumptions.every(({ hash }) => consumable.has(hash))) return false;
  if (clientToken && tokens.has(clientToken.id)) return false;
  if (!advanceNames(writes, names)) return false;
  for (const id of keys.keys()) if (!next.has(id)) keys.delete(id);
  for (const [id, key] of next) keys.set(id, key);
  for (const { hash } of consumptions) consumable.delete(hash);
  if (clientToken) tokens.add(clientToken.id);
  return true;
}
