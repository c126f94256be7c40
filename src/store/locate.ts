import { parseKeyReference } from '#domain/arn.ts';
import type { Key } from '#generated/sqlite/client.ts';
import type { Reader } from './store.ts';

/**
 * The key that a reference names, if it is this account's in this region. A key of another account is
 * as good as missing: every caller sees the two alike.
 */
export async function locate(db: Reader, home: { accountId: string; region: string }, reference: string): Promise<Key | null> {
  const { kind, text } = parseKeyReference(reference);
  if (kind === 'alias') return null;
  const prefix = `acs:kms:${home.region}:${home.accountId}:key/`;
  if (kind === 'arn' && !text.startsWith(prefix)) return null;
  const id = kind === 'arn' ? text.slice(prefix.length) : text;
  return db.key.findUnique({ where: { id, accountId: home.accountId } });
}
