import { isAuthentic } from '#integrity/row-mac.ts';
import { ACCESS_KEY_FAULT } from '#integrity/sealed/access-keys.ts';
import { type Keyring, UnwrapError } from '#keyring/keyring.ts';
import { accessKeySecretContext } from '#keyring/wrap-contexts.ts';
import type { Reader } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { type Check, page } from './check.ts';
import type { CheckResult } from './findings.ts';

type AccessKeyRow = Rows['accessKey'];

/** What must be true of an access key. */
interface AccessKeyOptions {
  /** The root key that must open its secret; absent: the one in its row. */
  readonly under: string | undefined;
  /** Whether the rows of the database have MACs. */
  readonly haveMacs: boolean;
}

/** Opens the secrets of access keys, and checks their MACs and whether those to whom they belong exist. */
export const checkAccessKeys = (
  db: Reader,
  keyring: Keyring,
  { under, haveMacs }: AccessKeyOptions,
): Check<AccessKeyRow> => ({
  count: () => db.accessKey.count(),
  read: (ids) => db.accessKey.findMany(page(ids)),
  async check(rows) {
    const missing = haveMacs ? await findMissingOwners(db, rows) : new Map<string, string>();
    return rows.map((row): CheckResult => {
      const { id } = row;
      const isAltered = haveMacs && !isAuthentic(keyring, TABLES.accessKey, row);
      const wrong = (what: string, altered: boolean) =>
        ({ of: 'access key', id, what, altered }) as const;
      if (!opens(keyring, row, under))
        return {
          rowId: id,
          problem: wrong('its secret does not open under its root key', isAltered),
        };
      const what = isAltered ? ACCESS_KEY_FAULT : missing.get(id);
      return { rowId: id, counts: { accessKeys: 1 }, ...(what && { problem: wrong(what, true) }) };
    });
  },
});

function opens(
  keyring: Keyring,
  { id, accountId, sealedSecret, rootKeyId }: AccessKeyRow,
  under = rootKeyId,
): boolean {
  try {
    keyring.unwrap(accessKeySecretContext(accountId, id), sealedSecret, under).fill(0);
    return true;
  } catch (error) {
    if (error instanceof UnwrapError) return false;
    throw error;
  }
}

/** What is wrong with the access keys whose user or account is missing, by their ids. */
async function findMissingOwners(
  db: Reader,
  rows: readonly AccessKeyRow[],
): Promise<Map<string, string>> {
  const select = { id: true } as const;
  const userIds = rows.flatMap(({ userId }) => userId ?? []);
  const accountIds = [...new Set(rows.map(({ accountId }) => accountId))];
  const [users, accounts] = await Promise.all([
    db.user.findMany({ where: { id: { in: userIds } }, select }),
    db.account.findMany({ where: { id: { in: accountIds } }, select }),
  ]);
  const existing = new Set([...users, ...accounts].map(({ id }) => id));
  return new Map(
    rows.flatMap(({ id, userId, accountId }): [string, string][] => {
      if (userId && !existing.has(userId)) return [[id, `its user ${userId} is missing`]];
      return existing.has(accountId) ? [] : [[id, `its account ${accountId} is missing`]];
    }),
  );
}
