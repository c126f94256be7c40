import { updateRow } from '#store/commit/write-set.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { invalidUnder, isAuthentic, macOfRow } from '../row-mac.ts';
import { countedUnder, pageOf, sealedTable } from './sealed-table.ts';

/** API tokens: each row has a MAC of its own, and no secret. */
export const sealedApiTokens = sealedTable<{ readonly row: Rows['apiToken'] }>({
  kind: 'API token',
  count: (db, under) => db.apiToken.count(countedUnder(under)),
  find: async (db, query) => (await db.apiToken.findMany(pageOf(query))).map((row) => ({ row })),
  idOf: ({ row }) => row.id,
  nameOf: ({ row }) => row.name,
  isIntact: (keyring, { row }) => isAuthentic(keyring, TABLES.apiToken, row),
  faultOf: () => 'its row was altered or added outside Keywright',
  renew(keyring, { row }, isIntact) {
    const { id, accountId, mac } = row;
    const to = isIntact ? macOfRow(keyring, TABLES.apiToken, row) : invalidUnder(keyring);
    return updateRow(TABLES.apiToken, { id, accountId }, to, { mac });
  },
});
