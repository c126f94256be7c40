import { keyArn, parseKeyReference } from '#domain/arn.ts';
import { asOf } from './as-of.ts';
import type { Reader } from './store.ts';
import type { KeyRow } from './tables.ts';

/** Whose keys, in which region, and when: what every look-up is bound to. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
}

// Only commit.ts writes rows, and it takes no other words than the row's type has.
const typed = (row: unknown): KeyRow | null => row as KeyRow | null;

/**
 * The key that a reference names, as it is now, if it is this account's in this region. A key of another account
 * is as good as missing, and so is one that is destroyed: every caller sees the three alike.
 */
export async function locate(db: Reader, { accountId, region, now }: Scope, reference: string): Promise<KeyRow | null> {
  const { kind, text } = parseKeyReference(reference);
  if (kind === 'alias') return null;
  const prefix = keyArn(region, accountId, '');
  if (kind === 'arn' && !text.startsWith(prefix)) return null;
  const id = kind === 'arn' ? text.slice(prefix.length) : text;
  const row = typed(await db.key.findUnique({ where: { id, accountId } }));
  return row && asOf(row, now);
}

/** The key of a key version, likewise. */
export async function locateByVersion(db: Reader, { accountId, now }: Scope, keyVersionId: string): Promise<KeyRow | null> {
  const version = await db.keyVersion.findUnique({ where: { id: keyVersionId, accountId }, select: { key: true } });
  const row = typed(version?.key ?? null);
  return row && asOf(row, now);
}
