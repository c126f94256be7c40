import { updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { isPolicyAuthentic, policiesWhere, type StoredPolicy, sealPolicy } from '../policies.ts';
import { invalidUnder } from '../row-mac.ts';
import { countedUnder, pageOf, sealedTable } from './sealed-table.ts';

/** Custom policies, with their versions. */
export const sealedPolicies = sealedTable<StoredPolicy>({
  kind: 'policy',
  count: (db, under) => db.policy.count(countedUnder(under)),
  find: (db, query) => policiesWhere(db, pageOf(query)),
  idOf: ({ row }) => row.id,
  nameOf: ({ row }) => row.name,
  isIntact: isPolicyAuthentic,
  faultOf: () => 'its row or versions were altered outside Keywright',
  renew(keyring, policy, isIntact) {
    const { id, accountId, mac: expected } = policy.row;
    const { mac, rootKeyId } = isIntact ? sealPolicy(keyring, policy) : invalidUnder(keyring);
    return updateRow(TABLES.policy, { id, accountId }, { mac, rootKeyId }, { mac: expected });
  },
});
