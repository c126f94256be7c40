import { accountArn, roleArn, userArn } from '#domain/arn.ts';
import type { Principal } from '#domain/principal.ts';
import type { Reader } from '#store/store.ts';
import type { IdentityReader } from './identity-reader.ts';
import { accountIdOf, findAccount, findUser, isOwnerAuthentic, type Owner } from './owners.ts';
import type { StoredPolicy } from './policies.ts';
import { policiesOf } from './policies-of.ts';
import { type Checked, readIntact } from './read-intact.ts';

/** An account, a user or a role, with what it may do; the credential comes with the call. */
export type Identity = Omit<Principal, 'credential' | 'session'>;

/** Reads an owner by `find`, and checks its MAC. @throws ServiceUnavailableError */
export const readOwner = <O extends Owner>(
  { db, keyring }: Pick<IdentityReader, 'db' | 'keyring'>,
  find: (db: Reader) => Promise<O | null>,
): Promise<Checked<O> | null> =>
  readIntact(
    () => find(db),
    (owner) => isOwnerAuthentic(keyring, owner),
  );

/** How to find the owner of an access key: a user, or the root identity of the account. */
export const ownerOf =
  ({ accountId, userId }: { readonly accountId: string; readonly userId: string | null }) =>
  (db: Reader): Promise<Owner | null> =>
    userId === null ? findAccount(db, accountId) : findUser(db, { id: userId });

/**
 * What an owner may do. If any of its rows is missing or was altered, it may do nothing.
 * @param known intact policies that were read before
 * @returns null where there is no such owner
 * @throws ServiceUnavailableError
 */
export async function readIdentity(
  reader: IdentityReader,
  find: (db: Reader) => Promise<Owner | null>,
  known?: ReadonlyMap<string, StoredPolicy>,
): Promise<Identity | null> {
  const checked = await readOwner(reader, find);
  if (!checked) return null;
  const { value: owner, isIntact } = checked;
  if (!isIntact) reader.report(TABLE_NAMES[owner.type], owner.row.id);
  const attached = isIntact ? await policiesOf(reader, owner, known) : undefined;
  const policies = attached?.map(({ policy }) => policy) ?? [];
  const identity = { accountId: accountIdOf(owner), id: owner.row.id, policies, ...named(owner) };
  return attached ? identity : { ...identity, denied: true };
}

const TABLE_NAMES = { account: 'Account', user: 'User', role: 'Role' } as const;

function named({ type, row }: Owner): Pick<Identity, 'type' | 'name' | 'arn'> {
  switch (type) {
    case 'account':
      return { type, name: 'root', arn: accountArn(row.id) };
    case 'user':
      return { type, name: row.name, arn: userArn(row.accountId, row.name) };
    case 'role':
      return { type, name: row.name, arn: roleArn(row.accountId, row.name) };
  }
}

/** The end of the sessions of an account whose row was altered: the last time that a Date can hold (ECMA-262 §21.4.1.1). */
export const NO_SESSION_IS_VALID = new Date(8.64e15);

/**
 * When the sessions of an account were last ended: those opened before are invalid. In an account whose row was altered no
 * session is valid.
 */
export async function sessionsValidAfter(reader: IdentityReader, accountId: string): Promise<Date> {
  const account = await readOwner(reader, (db) => findAccount(db, accountId));
  if (account?.isIntact) return account.value.row.sessionsValidAfter ?? new Date(0);
  reader.report('Account', accountId);
  return NO_SESSION_IS_VALID;
}
