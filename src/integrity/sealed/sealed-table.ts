import type { Keyring } from '#keyring/keyring.ts';
import type { Update } from '#store/commit/write-set.ts';
import type { BackgroundReader, Reader } from '#store/store.ts';
import { type Covered, checkEach } from '../read-intact.ts';

/** Which rows to read: a page of those after an id, those with some ids, or a page of those under a root key. */
export type RowQuery =
  | { readonly after: string }
  | { readonly ids: readonly string[] }
  | { readonly under: string };

/** Small enough not to delay requests to the same database. */
export const PAGE_ROWS = 200;

/** What has a MAC, as people call it. */
export type SealedKind =
  | 'access key'
  | 'API token'
  | 'account'
  | 'user'
  | 'role'
  | 'policy'
  | 'key'
  | 'session'
  | 'sign-in link';

/** A row with a MAC, checked. */
export interface SealedRow {
  readonly id: string;
  /** For people, if it has one. */
  readonly name: string | undefined;
  /** Whether the row, and what its MAC covers beside it, is as this service wrote it. */
  readonly isIntact: boolean;
  /** What is wrong with one that is not intact, such as "its row was altered outside Keywright". */
  readonly fault: string;
  /**
   * The update by which a rotation of the root key renews it under the current one. A row that is not intact leaves the
   * old root key as well, but it never gets a MAC that fits. The commit fails if the row has changed since it was read.
   */
  readonly renew: () => Update;
}

/** A table whose rows have MACs. */
export interface SealedTable {
  readonly kind: SealedKind;
  /** @param under only the rows under this root key */
  readonly count: (db: BackgroundReader, under?: string) => Promise<number>;
  /** @throws ServiceUnavailableError where the keyring does not have a row's root key */
  readonly read: (db: Reader, keyring: Keyring, query: RowQuery) => Promise<SealedRow[]>;
}

/** How the rows of one table are read, checked and renewed. */
interface Description<T extends Covered> extends Pick<SealedTable, 'kind' | 'count'> {
  /** Rows in the order of their ids, each with what its MAC covers. */
  readonly find: (db: Reader, query: RowQuery) => Promise<T[]>;
  readonly idOf: (value: T) => string;
  readonly nameOf?: (value: T) => string;
  readonly isIntact: (keyring: Keyring, value: T) => boolean;
  readonly faultOf: (keyring: Keyring, value: T) => string;
  readonly renew: (keyring: Keyring, value: T, isIntact: boolean) => Update;
}

/** Describes a table whose rows have MACs. */
export const sealedTable = <T extends Covered>(description: Description<T>): SealedTable => ({
  kind: description.kind,
  count: description.count,
  async read(db, keyring, query) {
    const { find, idOf, nameOf, isIntact, faultOf, renew } = description;
    const checked = await checkEach(
      await find(db, query),
      async (value) => (await find(db, { ids: [idOf(value)] }))[0] ?? null,
      (value) => isIntact(keyring, value),
    );
    return checked.map(({ value, isIntact: intact }) => ({
      id: idOf(value),
      name: nameOf?.(value),
      isIntact: intact,
      fault: faultOf(keyring, value),
      renew: () => renew(keyring, value, intact),
    }));
  },
});

/** The condition of a query, on a table with the columns `id` and `rootKeyId`. */
export const pageOf = (query: RowQuery) => ({
  where: { ...idsOf(query), ...('under' in query ? { rootKeyId: query.under } : {}) },
  orderBy: { id: 'asc' as const },
  take: PAGE_ROWS,
});

/** The same on a table whose rows are named by a hash. */
export const pageByHash = (query: RowQuery) => {
  const { id: hash } = idsOf(query);
  return {
    where: {
      ...(hash ? { hash } : {}),
      ...('under' in query ? { rootKeyId: query.under } : {}),
    },
    orderBy: { hash: 'asc' as const },
    take: PAGE_ROWS,
  };
};

/** The condition on the ids. */
export const idsOf = (query: RowQuery): { readonly id?: { gt: string } | { in: string[] } } => {
  if ('after' in query) return { id: { gt: query.after } };
  return 'ids' in query ? { id: { in: [...query.ids] } } : {};
};

/** The condition of a count on a table with the column `rootKeyId`. */
export const countedUnder = (under: string | undefined) => ({
  where: under === undefined ? {} : { rootKeyId: under },
});
