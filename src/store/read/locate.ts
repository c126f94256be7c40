import { isWithin, type KeyReference } from '#domain/key-reference.ts';
import type { Reader } from '../store.ts';
import type { KeyRow } from '../tables.ts';
import { asOf } from './as-of.ts';

/** Whose keys, in which region, and when: what every look-up is bound to. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
}

// Only commit.ts writes rows, and it takes no other words than the row's type has.
const asKeyRow = (row: unknown): KeyRow | null => row as KeyRow | null;

/**
 * The key that a reference names, as it is now, if it is this account's in this region. A key of another account
 * is as good as missing, and so is one that is destroyed: every caller sees the three alike.
 */
export async function locate(
  db: Reader,
  scope: Scope,
  reference: KeyReference,
): Promise<KeyRow | null> {
  if (!isWithin(reference, scope)) return null;
  return reference.names === 'alias'
    ? locateByAlias(db, scope, reference.name)
    : locateById(db, scope, reference.name);
}

export async function locateById(
  db: Reader,
  { accountId, now }: Scope,
  id: string,
): Promise<KeyRow | null> {
  const row = asKeyRow(await db.key.findUnique({ where: { id, accountId } }));
  return row && asOf(row, now);
}

async function locateByAlias(
  db: Reader,
  { accountId, now }: Scope,
  name: string,
): Promise<KeyRow | null> {
  const alias = await db.alias.findUnique({
    where: { accountId_name: { accountId, name } },
    select: { key: true },
  });
  const row = asKeyRow(alias?.key ?? null);
  return row && asOf(row, now);
}

/** The key of a key version, likewise. */
export async function locateByVersion(
  db: Reader,
  { accountId, now }: Scope,
  keyVersionId: string,
): Promise<KeyRow | null> {
  const version = await db.keyVersion.findUnique({
    where: { id: keyVersionId, accountId },
    select: { key: true },
  });
  const row = asKeyRow(version?.key ?? null);
  return row && asOf(row, now);
}
