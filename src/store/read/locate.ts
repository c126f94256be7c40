import { isWithin, type KeyReference } from '#domain/key-reference.ts';
import type { Reader } from '../store.ts';
import type { FoundKey, KeyRow } from '../tables.ts';
import { asOf } from './as-of.ts';

/** The account, region and time that every look-up of a key is limited to. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
}

/** A key as it is now. The types hold: only store/commit writes rows, and its row type permits only these values. */
function found(row: unknown, now: Date): FoundKey | null {
  const stored = row as KeyRow | null;
  const key = stored && asOf(stored, now);
  return key && { ...key, storedState: stored.state };
}

/**
 * Finds the key that a reference names, as it is at `scope.now`. An ARN with a key id can name a key of another account:
 * the pipeline checks whether the caller may use it.
 * @returns null if there is no such key, and likewise if it belongs to another region or is destroyed: callers must not be
 * able to tell these apart
 */
export async function locate(
  db: Reader,
  scope: Scope,
  reference: KeyReference,
): Promise<FoundKey | null> {
  const { names, name, owner } = reference;
  if (owner && owner.region !== scope.region) return null;
  if (names === 'key')
    return locateById(db, { ...scope, accountId: owner?.accountId ?? scope.accountId }, name);
  return isWithin(reference, scope) ? locateByAlias(db, scope, name) : null;
}

/** Finds a key by its id. @returns null as `locate` does */
export async function locateById(
  db: Reader,
  { accountId, now }: Scope,
  id: string,
): Promise<FoundKey | null> {
  return found(await db.key.findUnique({ where: { id, accountId } }), now);
}

async function locateByAlias(
  db: Reader,
  { accountId, now }: Scope,
  name: string,
): Promise<FoundKey | null> {
  const alias = await db.alias.findUnique({
    where: { accountId_name: { accountId, name } },
    select: { key: true },
  });
  return found(alias?.key ?? null, now);
}

/** Finds the key that a key version belongs to, of any account. @returns null as `locate` does */
export async function locateByVersion(
  db: Reader,
  { now }: Pick<Scope, 'now'>,
  keyVersionId: string,
): Promise<FoundKey | null> {
  const version = await db.keyVersion.findUnique({
    where: { id: keyVersionId },
    select: { key: true },
  });
  return found(version?.key ?? null, now);
}
