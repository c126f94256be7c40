import type { Store } from '#store/store.ts';

/** Few enough that the requests that share the transaction do not notice. */
const AT_MOST = 1_000;
const TABLES = ['nonce', 'clientToken', 'signInLink', 'session'] as const;

/** Removes the nonces, links and sessions that are over, batch by batch until none is left. */
export async function sweepExpired(
  { db, commit }: Pick<Store, 'db' | 'commit'>,
  now: Date,
): Promise<void> {
  const expired = { where: { expiresAt: { lt: now } } };
  for (;;) {
    const found = await Promise.all([
      db.nonce.findFirst(expired),
      db.clientToken.findFirst(expired),
      db.signInLink.findFirst(expired),
      db.session.findFirst(expired),
    ]);
    if (!found.some(Boolean)) return;
    await commit({ expiries: TABLES.map((table) => ({ table, before: now, atMost: AT_MOST })) });
  }
}
