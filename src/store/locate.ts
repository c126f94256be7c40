import { keyArn, parseKeyReference } from '#domain/arn.ts';
import type { Reader } from './store.ts';
import type { KeyRow } from './tables.ts';

/**
 * The key that a reference names, if it is this account's in this region. A key of another account is
 * as good as missing: every caller sees the two alike.
 */
export async function locate(db: Reader, home: { accountId: string; region: string }, reference: string): Promise<KeyRow | null> {
  const { kind, text } = parseKeyReference(reference);
  if (kind === 'alias') return null;
  const prefix = keyArn(home.region, home.accountId, '');
  if (kind === 'arn' && !text.startsWith(prefix)) return null;
  const id = kind === 'arn' ? text.slice(prefix.length) : text;
  // Only commit.ts writes rows, and it takes no other words than the type has.
  return (await db.key.findUnique({ where: { id, accountId: home.accountId } })) as KeyRow | null;
}
