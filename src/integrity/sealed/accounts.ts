import { tokenKeyContext } from '#keyring/wrap-contexts.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { type AccountOwner, findAccounts, isOwnerAuthentic, sealOwner } from '../owners.ts';
import { INVALID_MAC } from '../row-mac.ts';
import { rewrapSecret } from './rewrap-secret.ts';
import { countedUnder, pageOf, sealedTable } from './sealed-table.ts';

/** Accounts, with the access keys of their root identities. The keys of their tokens are wrapped under the root key of their MAC. */
export const sealedAccounts = sealedTable<AccountOwner>({
  kind: 'account',
  count: (db, under) => db.account.count(countedUnder(under)),
  find: (db, query) => findAccounts(db, pageOf(query)),
  idOf: ({ row }) => row.id,
  isIntact: isOwnerAuthentic,
  faultOf: () => 'its row or the access keys of its root were altered outside Keywright',
  renew(keyring, account, isIntact) {
    const { id, mac: expected, sealedTokenKey, rootKeyId } = account.row;
    const { bytes, rootKeyId: current } = rewrapSecret(
      keyring,
      tokenKeyContext(id),
      sealedTokenKey,
      rootKeyId,
      isIntact,
    );
    const row = { ...account.row, sealedTokenKey: bytes, rootKeyId: current };
    const mac = isIntact ? sealOwner(keyring, { ...account, row }).row.mac : INVALID_MAC;
    const to = { sealedTokenKey: bytes, rootKeyId: current, mac };
    return updateRow(TABLES.account, { id }, to, { mac: expected });
  },
});
