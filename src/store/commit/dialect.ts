import type { Prisma } from '#generated/sqlite/client.ts';
import type { Table } from '../tables.ts';
import type { Announcement } from './invalidations.ts';
import type { Expiry } from './writes.ts';

export type Transaction = Prisma.TransactionClient;

/** The statements that Prisma's models cannot say, in each database's words. Rows travel as one JSON text per statement. */
export interface Dialect {
  /** `INSERT INTO … SELECT … FROM` that JSON text; what may follow is the same in both. */
  readonly insert: (table: Table | 'keyUse') => string;
  /** A value as it stands in the JSON text. */
  readonly toJson: (value: unknown) => unknown;
  /** The revisions and states of these keys, which nobody else changes until the transaction ends. */
  readonly lockKeys: (
    tx: Transaction,
    ids: readonly string[],
  ) => Promise<{ id: string; revision: number; state: string }[]>;
  /** Those of these keys that somebody else has locked at this moment. The others are ours until the transaction ends. */
  readonly findLocked: (tx: Transaction, ids: readonly string[]) => Promise<{ id: string }[]>;
  /** Deletes up to so many rows that expired before a moment; takes the moment and the number. */
  readonly deleteExpired: (table: Expiry['table']) => string;
  /** Wraps values anew, if they are still what was read; takes a JSON text of {id, from, to, rootKeyId}, bytes as hex. */
  readonly rewrap: (table: 'keyVersion' | 'accessKey') => string;
  /** Tells other replicas what was changed, once the transaction is committed. */
  readonly announce: (tx: Transaction, announcement: Announcement) => Promise<unknown>;
}
