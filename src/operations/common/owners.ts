import { KmsError } from '#domain/errors.ts';
import { changeOwner } from '#integrity/owner-writes.ts';
import {
  type AccountOwner,
  findAccount,
  findRole,
  findUser,
  type Owner,
  type RoleOwner,
  type UserOwner,
} from '#integrity/owners.ts';
import { readOwner } from '#integrity/principals.ts';
import type { Call } from '#pipeline/call.ts';
import type { Context } from '#pipeline/operation.ts';
import type { Reader } from '#store/store.ts';
import { notExisting } from './not-found.ts';

/** The error for an identity whose rows were altered outside this service. Only the operator can change it. */
const damaged = (): KmsError =>
  new KmsError(
    'NoPermission',
    'The rows of this identity were altered outside Keywright, so it is denied everything. Ask the operator of this service.',
  );

/** Reads an identity that is to be changed. A change gives it a new MAC, so what was altered must not get one. */
async function readForChange<O extends Owner>(
  { services, principal }: Call,
  find: (db: Reader) => Promise<O | null>,
): Promise<O | null> {
  const { db, keyring, reportDamage } = services;
  const checked = await readOwner({ db, keyring }, find);
  if (!checked) return null;
  const { value: owner, isIntact } = checked;
  if (isIntact || principal.operator) return owner;
  reportDamage(owner.type, owner.row.id);
  throw damaged();
}

/** The caller's account, with the access keys of its root identity. @throws KmsError `NoPermission` */
export async function requireAccount(call: Call): Promise<AccountOwner> {
  const account = await readForChange(call, (db) => findAccount(db, call.principal.accountId));
  if (!account) throw new Error('The account of a caller exists.');
  return account;
}

/** A user of the caller's account. @throws KmsError `EntityNotExist.User`, `NoPermission` */
export async function requireUser(call: Call, name: string): Promise<UserOwner> {
  const { accountId } = call.principal;
  const where = { accountId_name: { accountId, name } };
  const user = await readForChange(call, (db) => findUser(db, where));
  if (!user) throw notExisting('User');
  return user;
}

/** A role of the caller's account. @throws KmsError `EntityNotExist.Role`, `NoPermission` */
export async function requireRole(call: Call, name: string): Promise<RoleOwner> {
  const { accountId } = call.principal;
  const where = { accountId_name: { accountId, name } };
  const role = await readForChange(call, (db) => findRole(db, where));
  if (!role) throw notExisting('Role');
  return role;
}

/**
 * The owner of access keys that the input names: a user; without a name the caller, which can be the root identity.
 * @throws KmsError `EntityNotExist.User`, also for a session, which has no access keys
 */
export async function requireKeyOwner(call: Call, userName: string | undefined): Promise<Owner> {
  if (userName !== undefined) return requireUser(call, userName);
  const { type, id, accountId } = call.principal;
  if (type === 'role') throw notExisting('User');
  const owner = await readForChange<Owner>(call, (db) =>
    type === 'user' ? findUser(db, { id }) : findAccount(db, accountId),
  );
  if (!owner) throw notExisting('User');
  return owner;
}

/** Adds the writes that turn one owner into another. */
export const replaceOwner = <O extends Owner>(
  { call, write }: Context,
  before: O,
  after: O,
): void => write(...changeOwner(call.services.keyring, before, after));

/** The name of a user; undefined for the root identity. */
export const userNameOf = ({ type, row }: Owner): string | undefined =>
  type === 'user' ? row.name : undefined;
