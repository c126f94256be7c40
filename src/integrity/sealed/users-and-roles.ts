import type { Keyring } from '#keyring/keyring.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import {
  findRoles,
  findUsers,
  isOwnerAuthentic,
  type RoleOwner,
  sealOwner,
  type UserOwner,
} from '../owners.ts';
import { invalidUnder } from '../row-mac.ts';
import { countedUnder, pageOf, sealedTable } from './sealed-table.ts';

/** The new MAC of a user or role under the current root key, or one that never fits. */
function macOf(keyring: Keyring, owner: UserOwner | RoleOwner, isIntact: boolean) {
  const { mac, rootKeyId } = isIntact ? sealOwner(keyring, owner).row : invalidUnder(keyring);
  return { mac, rootKeyId };
}

/** Users, with their access keys and attached policies. */
export const sealedUsers = sealedTable<UserOwner>({
  kind: 'user',
  count: (db, under) => db.user.count(countedUnder(under)),
  find: (db, query) => findUsers(db, pageOf(query)),
  idOf: ({ row }) => row.id,
  nameOf: ({ row }) => row.name,
  isIntact: isOwnerAuthentic,
  faultOf: () => 'its row, access keys or attached policies were altered outside Keywright',
  renew(keyring, owner, isIntact) {
    const { id, accountId, mac } = owner.row;
    return updateRow(TABLES.user, { id, accountId }, macOf(keyring, owner, isIntact), { mac });
  },
});

/** Roles, with their attached policies. */
export const sealedRoles = sealedTable<RoleOwner>({
  kind: 'role',
  count: (db, under) => db.role.count(countedUnder(under)),
  find: (db, query) => findRoles(db, pageOf(query)),
  idOf: ({ row }) => row.id,
  nameOf: ({ row }) => row.name,
  isIntact: isOwnerAuthentic,
  faultOf: () => 'its row or attached policies were altered outside Keywright',
  renew(keyring, owner, isIntact) {
    const { id, accountId, mac } = owner.row;
    return updateRow(TABLES.role, { id, accountId }, macOf(keyring, owner, isIntact), { mac });
  },
});
