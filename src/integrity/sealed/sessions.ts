import type { Keyring } from '#keyring/keyring.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { invalidUnder, isAuthentic, macOfRow } from '../row-mac.ts';
import { countedUnder, pageByHash, sealedTable } from './sealed-table.ts';

type Table = typeof TABLES.session | typeof TABLES.signInLink;

const macOf = (keyring: Keyring, table: Table, row: object, isIntact: boolean) =>
  isIntact ? macOfRow(keyring, table, row) : invalidUnder(keyring);

/** Browser sessions. */
export const sealedSessions = sealedTable<{ readonly row: Rows['session'] }>({
  kind: 'session',
  count: (db, under) => db.session.count(countedUnder(under)),
  find: async (db, query) => (await db.session.findMany(pageByHash(query))).map((row) => ({ row })),
  idOf: ({ row }) => row.hash,
  isIntact: (keyring, { row }) => isAuthentic(keyring, TABLES.session, row),
  faultOf: (_keyring, { row }) => faultOf(row),
  renew(keyring, { row }, isIntact) {
    const { hash, mac } = row;
    const to = macOf(keyring, TABLES.session, row, isIntact);
    return updateRow(TABLES.session, { hash }, to, { mac });
  },
});

/** Links that sign a browser in. */
export const sealedSignInLinks = sealedTable<{ readonly row: Rows['signInLink'] }>({
  kind: 'sign-in link',
  count: (db, under) => db.signInLink.count(countedUnder(under)),
  find: async (db, query) =>
    (await db.signInLink.findMany(pageByHash(query))).map((row) => ({ row })),
  idOf: ({ row }) => row.hash,
  isIntact: (keyring, { row }) => isAuthentic(keyring, TABLES.signInLink, row),
  faultOf: (_keyring, { row }) => faultOf(row),
  renew(keyring, { row }, isIntact) {
    const { hash, mac } = row;
    const to = macOf(keyring, TABLES.signInLink, row, isIntact);
    return updateRow(TABLES.signInLink, { hash }, to, { mac });
  },
});

function subjectOf(row: Rows['session'] | Rows['signInLink']): string {
  if ('issuer' in row && row.issuer !== null) return `${row.issuer}#${row.subject}`;
  if ('apiTokenId' in row && row.apiTokenId !== null) return `API token ${row.apiTokenId}`;
  return `access key ${row.accessKeyId}`;
}

/** The hash names the row. The access key, the API token or the subject says for whom it was made. */
const faultOf = (row: Rows['session'] | Rows['signInLink']): string =>
  `its row, for ${subjectOf(row)}, was altered or added outside Keywright`;
