import { ConflictError, deleteRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';

/** Rows of each table in one commit: few enough that requests which share it do not notice. */
const MAX_ROWS = 500;

/** Deletes the nonces, client tokens, sign-in links, sessions and API tokens that expired before a moment. */
export async function sweepExpired(
  { db, commit }: Pick<Store, 'db' | 'commit'>,
  now: Date,
): Promise<void> {
  for (;;) {
    const writes = await findExpired(db, now);
    if (writes.length === 0) return;
    await commit(writes).catch((error: unknown) => {
      if (!(error instanceof ConflictError)) throw error;
    });
  }
}

async function findExpired(db: Store['db'], now: Date): Promise<Write[]> {
  const expired = {
    where: { expiresAt: { lt: now } },
    // In the order of their index. Else Prisma orders them by their id, for which the database reads the whole table.
    orderBy: { expiresAt: 'asc' },
    take: MAX_ROWS,
  } as const;
  const [nonces, clientTokens, signInLinks, sessions, apiTokens] = await Promise.all([
    db.nonce.findMany({ ...expired, select: { accessKeyId: true, hash: true } }),
    db.clientToken.findMany({ ...expired, select: { id: true, expiresAt: true } }),
    db.signInLink.findMany({ ...expired, select: { hash: true } }),
    db.session.findMany({ ...expired, select: { hash: true } }),
    db.apiToken.findMany({ ...expired, select: { id: true, accountId: true } }),
  ]);
  return [
    ...nonces.map((nonce) => deleteRow(TABLES.nonce, nonce)),
    // A request may take an expired token again meanwhile: then it stays.
    ...clientTokens.map(({ id, expiresAt }) =>
      deleteRow(TABLES.clientToken, { id }, { expiresAt }),
    ),
    ...signInLinks.map((link) => deleteRow(TABLES.signInLink, link)),
    ...sessions.map((session) => deleteRow(TABLES.session, session)),
    ...apiTokens.flatMap(({ id, accountId }) => [
      deleteRow(TABLES.apiToken, { id, accountId }),
      deleteRow(TABLES.accessKeyUse, { accessKeyId: id }),
    ]),
  ];
}
