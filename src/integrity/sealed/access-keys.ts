import type { Keyring } from '#keyring/keyring.ts';
import { accessKeySecretContext } from '#keyring/wrap-contexts.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { sealAccessKey } from '../owner-writes.ts';
import { INVALID_MAC, isAuthentic } from '../row-mac.ts';
import { rewrapSecret } from './rewrap-secret.ts';
import { countedUnder, pageOf, sealedTable } from './sealed-table.ts';

type AccessKeyRow = Rows['accessKey'];

/** Access keys. Their secrets are wrapped under the root key of their MAC. */
export const sealedAccessKeys = sealedTable<{ readonly row: AccessKeyRow }>({
  kind: 'access key',
  count: (db, under) => db.accessKey.count(countedUnder(under)),
  find: async (db, query) => (await db.accessKey.findMany(pageOf(query))).map((row) => ({ row })),
  idOf: ({ row }) => row.id,
  isIntact: (keyring, { row }) => isAuthentic(keyring, TABLES.accessKey, row),
  faultOf: () => ACCESS_KEY_FAULT,
  renew(keyring, { row }, isIntact) {
    const { id, accountId, mac, sealedSecret } = row;
    const to = renewed(keyring, row, isIntact);
    return updateRow(TABLES.accessKey, { id, accountId }, to, { mac, sealedSecret });
  },
});

/** What is wrong with an access key that is not intact. */
export const ACCESS_KEY_FAULT = 'its row was altered or added outside Keywright';

function renewed(keyring: Keyring, row: AccessKeyRow, isIntact: boolean): Partial<AccessKeyRow> {
  const context = accessKeySecretContext(row.accountId, row.id);
  const { bytes, rootKeyId } = rewrapSecret(
    keyring,
    context,
    row.sealedSecret,
    row.rootKeyId,
    isIntact,
  );
  const next = { ...row, sealedSecret: bytes, rootKeyId };
  const mac = isIntact ? sealAccessKey(keyring, next).mac : INVALID_MAC;
  return { sealedSecret: bytes, rootKeyId, mac };
}
