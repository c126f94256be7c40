import { isWithin, type KeyReference } from '#domain/key-reference.ts';
import type { Reader } from '../store.ts';
import type { FoundKey, KeyRow } from '../tables.ts';
import { asOf } from './as-of.ts';

/** Whose keys, in which region, and when: what every look-up is bound to. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
}

/** The enumerations are typed: only store/commit writes rows, and only such values. */
function found(row: unknown, now: Date): FoundKey | null {
  const stored = row as KeyRow | null;
  const key = stored && asOf(stored, now);
  return key && { ...key, storedState: stored.state };
}

/**
 * The key that a reference names, as it is now, if it is this account's in this region. A key of another account
 * is as good as missing, and so is one that is destroyed: every caller sees the three alike.
 */
export async function locate(
  db: Reader,
  scope: Scope,
  reference: KeyReference,
): Promise<FoundKey | null> {
  if (!isWithin(reference, scope)) return null;
  return reference.names === 'alias'
    ? locateByAlias(db, scope, reference.name)
    : locateById(db, scope, reference.name);
}

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

/** The key of a key version, likewise. */
export async function locateByVersion(
  db: Reader,
  { accountId, now }: Scope,
  keyVersionId: string,
): Promise<FoundKey | null> {
  const version = await db.keyVersion.findUnique({
    where: { id: keyVersionId, accountId },
    select: { key: true },
  });
  return found(version?.key ?? null, now);
}
