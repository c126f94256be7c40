import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { type AnyMembers, isAuthentic, macOfRow } from './row-mac.ts';

/** A row that identifies a principal, with the access keys and attached policies that its MAC covers. */
interface Owned<Type extends 'account' | 'user' | 'role'> {
  readonly type: Type;
  readonly row: Rows[Type];
  readonly accessKeys: readonly Rows['accessKey'][];
  readonly attachments: readonly Rows['attachment'][];
}
/** The root identity of an account. It has no attachments. */
export type AccountOwner = Owned<'account'>;
/** A person or a program. */
export type UserOwner = Owned<'user'>;
/** A role. It has no access keys. */
export type RoleOwner = Owned<'role'>;
/** A principal that can have access keys or policies. */
export type Owner = AccountOwner | UserOwner | RoleOwner;

/** How a user or a role is found. */
export type OwnerName =
  | { readonly id: string }
  | { readonly accountId_name: { readonly accountId: string; readonly name: string } };

/** The account to which an owner belongs. */
export const accountIdOf = (owner: Owner): string =>
  owner.type === 'account' ? owner.row.id : owner.row.accountId;

/** An account, with the access keys of its root identity. */
export const findAccount = async (db: Reader, id: string): Promise<AccountOwner | null> =>
  (await findAccounts(db, { where: { id } }))[0] ?? null;

/** Accounts, each with the access keys of its root identity: two statements for any number. */
export async function findAccounts(db: Reader, query: QueryOf<'account'>): Promise<AccountOwner[]> {
  const rows = await db.account.findMany(query);
  if (rows.length === 0) return [];
  const where = { accountId: { in: rows.map(({ id }) => id) }, userId: null };
  const accessKeys = Map.groupBy(await db.accessKey.findMany({ where }), (one) => one.accountId);
  return rows.map((row) => ({
    type: 'account',
    row,
    accessKeys: accessKeys.get(row.id) ?? [],
    attachments: [],
  }));
}

/** A user, with its access keys and attached policies. */
export const findUser = async (db: Reader, where: OwnerName): Promise<UserOwner | null> =>
  (await findUsers(db, { where: uniqueOf(where) }))[0] ?? null;

/** Users, each with its access keys and attached policies: three statements for any number. */
export async function findUsers(db: Reader, query: QueryOf<'user'>): Promise<UserOwner[]> {
  const rows = await db.user.findMany(query);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [accessKeys, attachments] = await Promise.all([
    db.accessKey.findMany({ where: { userId: { in: ids } } }),
    attachmentsOf(db, ids),
  ]);
  const byUser = Map.groupBy(accessKeys, ({ userId }) => userId);
  return rows.map((row) => ({
    type: 'user',
    row,
    accessKeys: byUser.get(row.id) ?? [],
    attachments: attachments.get(row.id) ?? [],
  }));
}

/** A role, with its attached policies. */
export const findRole = async (db: Reader, where: OwnerName): Promise<RoleOwner | null> =>
  (await findRoles(db, { where: uniqueOf(where) }))[0] ?? null;

/** Roles, each with its attached policies: two statements for any number. */
export async function findRoles(db: Reader, query: QueryOf<'role'>): Promise<RoleOwner[]> {
  const rows = await db.role.findMany(query);
  if (rows.length === 0) return [];
  const attachments = await attachmentsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    type: 'role',
    row,
    accessKeys: [],
    attachments: attachments.get(row.id) ?? [],
  }));
}

/** Which rows to read. */
type QueryOf<Type extends Owner['type']> = Pick<
  NonNullable<Parameters<Reader[Type]['findMany']>[0]>,
  'where' | 'orderBy' | 'take'
>;

/** The columns of a unique name as a condition. */
const uniqueOf = (name: OwnerName) => ('id' in name ? name : name.accountId_name);

async function attachmentsOf(db: Reader, ids: readonly string[]) {
  const attachments = await db.attachment.findMany({ where: { principalId: { in: [...ids] } } });
  return Map.groupBy(attachments, ({ principalId }) => principalId);
}

/** Rewrapping under another root key changes these columns; the access key's own MAC covers them. */
const UNCOVERED = ['sealedSecret', 'allowedActions'] as const;

/** What the MAC of an owner covers beside its row. */
const membersOf = ({ accessKeys, attachments }: Owner): AnyMembers[] => [
  { table: TABLES.accessKey, rows: accessKeys, except: UNCOVERED },
  { table: TABLES.attachment, rows: attachments },
];

/**
 * Whether an owner, its access keys and its attachments are as this service wrote them.
 * @throws ServiceUnavailableError where the keyring does not have the row's root key
 */
export const isOwnerAuthentic = (keyring: Keyring, owner: Owner): boolean =>
  isAuthentic(keyring, TABLES[owner.type], owner.row, membersOf(owner));

/** The owner with its MAC: under the current root key, or that of the secret in the row of an account. */
export function sealOwner<O extends Owner>(keyring: Keyring, owner: O): O {
  const under = owner.type === 'account' ? owner.row.rootKeyId : undefined;
  const mac = macOfRow(keyring, TABLES[owner.type], owner.row, membersOf(owner), under);
  return { ...owner, row: { ...owner.row, ...mac } };
}
