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
/** A user, with its access keys and attachments. */
export type UserOwner = Owned<'user'>;
/** A role. It has no access keys. */
export type RoleOwner = Owned<'role'>;
/** An account, a user or a role: what can have access keys or policies. */
export type Owner = AccountOwner | UserOwner | RoleOwner;

/** How a user or a role is found. */
export type OwnerName =
  | { readonly id: string }
  | { readonly accountId_name: { readonly accountId: string; readonly name: string } };

/** The account to which an owner belongs. */
export const accountIdOf = (owner: Owner): string =>
  owner.type === 'account' ? owner.row.id : owner.row.accountId;

/** An account, with the access keys of its root identity. */
export async function findAccount(db: Reader, id: string): Promise<AccountOwner | null> {
  const row = await db.account.findUnique({ where: { id } });
  if (!row) return null;
  const accessKeys = await db.accessKey.findMany({ where: { accountId: id, userId: null } });
  return { type: 'account', row, accessKeys, attachments: [] };
}

/** A user, with its access keys and attached policies. */
export async function findUser(db: Reader, where: OwnerName): Promise<UserOwner | null> {
  const row = await db.user.findUnique({ where });
  if (!row) return null;
  const [accessKeys, attachments] = await Promise.all([
    db.accessKey.findMany({ where: { userId: row.id } }),
    db.attachment.findMany({ where: { principalId: row.id } }),
  ]);
  return { type: 'user', row, accessKeys, attachments };
}

/** A role, with its attached policies. */
export async function findRole(db: Reader, where: OwnerName): Promise<RoleOwner | null> {
  const row = await db.role.findUnique({ where });
  if (!row) return null;
  const attachments = await db.attachment.findMany({ where: { principalId: row.id } });
  return { type: 'role', row, accessKeys: [], attachments };
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
