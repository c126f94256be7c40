import type { Table } from '../table.ts';
import { type KeyRow, type Rows, TABLES } from '../tables.ts';
import { LookupQueue, type ReadRows } from './lookup-queue.ts';

/** How one row is found: the row's table, what to read it from, and the unique columns whose values are given. */
export interface Lookup {
  readonly table: Table;
  readonly from: string;
  readonly by: readonly string[];
}

/** The lookups, by name. The same SQL in both databases. */
export const LOOKUPS = {
  key: { table: TABLES.key, from: '"Key"', by: ['"Key"."id"'] },
  keyOfVersion: {
    table: TABLES.key,
    from: '"KeyVersion" JOIN "Key" ON "Key"."id" = "KeyVersion"."keyId"',
    by: ['"KeyVersion"."id"'],
  },
  keyOfAlias: {
    table: TABLES.key,
    from: '"Alias" JOIN "Key" ON "Key"."id" = "Alias"."keyId"',
    by: ['"Alias"."accountId"', '"Alias"."name"'],
  },
  identityEpoch: {
    table: TABLES.identityEpoch,
    from: '"IdentityEpoch"',
    by: ['"IdentityEpoch"."accountId"'],
  },
} as const satisfies Readonly<Record<string, Lookup>>;

/** What a query asks for. */
export type LookupName = keyof typeof LOOKUPS;

/** The columns that a lookup reads, with their table: a join has several of one name. */
export const lookupColumns = ({ table: { name, columns } }: Lookup): string =>
  Object.keys(columns)
    .map((column) => `"${name}"."${column}"`)
    .join(', ');

/**
 * Reads the rows that nearly every request needs, without Prisma's client: all lookups of one turn of the event loop share
 * one read. Nothing is cached: each read begins after its request arrived. Requests share the rows, which are frozen.
 * All of them throw ServiceUnavailableError.
 */
export interface Lookups {
  /** A key of any account, by its id. */
  readonly key: (id: string) => Promise<KeyRow | null>;
  /** The key that a key version belongs to, of any account. */
  readonly keyOfVersion: (keyVersionId: string) => Promise<KeyRow | null>;
  /** The key that an alias of an account names. */
  readonly keyOfAlias: (accountId: string, name: string) => Promise<KeyRow | null>;
  /** The number that each change of an account's identities or policies raises; 0 if none has been changed. */
  readonly identityEpoch: (accountId: string) => Promise<number>;
}

/** PostgreSQL refuses a text with NUL. No row has one, and all the lookups that share the read would fail. */
const canExist = (values: readonly string[]): boolean =>
  values.every((value) => !value.includes('\0'));

/** Lookups that share reads. @param maxReads most reads that run at the same time */
export function createLookups(readRows: ReadRows<LookupName>, maxReads: number): Lookups {
  const queue = new LookupQueue(readRows, maxReads);
  const findKey = async (name: LookupName, values: readonly string[]) => {
    const row = canExist(values) ? await queue.find(name, values) : null;
    return row as KeyRow | null; // only store/commit writes rows, and its row type permits only these values
  };
  return {
    key: (id) => findKey('key', [id]),
    keyOfVersion: (keyVersionId) => findKey('keyOfVersion', [keyVersionId]),
    keyOfAlias: (accountId, name) => findKey('keyOfAlias', [accountId, name]),
    async identityEpoch(accountId) {
      const row = await queue.find('identityEpoch', [accountId]);
      return (row as Rows['identityEpoch'] | null)?.epoch ?? 0;
    },
  };
}
