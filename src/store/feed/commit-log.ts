import type { AuditEvent } from '#generated/sqlite/client.ts';

/**
 * A place in the order of commits. It is not the order of ids: an id is made before the commit, so a commit that takes long
 * adds a row with an earlier id than rows that were read already.
 */
export interface LogPlace {
  /** The number of the row (SQLite), or of the transaction that inserted it (PostgreSQL). */
  readonly commit: bigint;
  /** The id of the row, among those of one transaction; '' before all of them. */
  readonly id: string;
}

/** An audit row and its place. */
export interface LoggedRow {
  readonly place: LogPlace;
  readonly row: AuditEvent;
}

/** Whose rows are read. */
export interface LogScope {
  /** Accounts of which all rows are read. */
  readonly all: readonly string[];
  /** Accounts of which only the done rows of `operations` are read. */
  readonly changes: readonly string[];
  readonly operations: readonly string[];
}

/** The rows of a scope that follow a place. */
export interface LogPart {
  readonly rows: readonly LoggedRow[];
  /** All rows up to here were examined. No row is added before it any more. */
  readonly through: LogPlace;
  /** How many rows were examined at most. */
  readonly examined: number;
  /** Whether more rows may follow at once. */
  readonly hasMore: boolean;
}

/** Where to begin. */
export interface LogStart {
  readonly place: LogPlace;
  /** Whether a row that follows is left out, because its transaction had been committed. Absent: none is. */
  readonly isEarlier?: (commit: bigint) => boolean;
}

/**
 * Reads audit rows in the order of their commits. A row is returned only once no row can be added before it any more. All of
 * them throw the driver's errors.
 */
export interface CommitLog {
  /** The end: only rows that are committed from now on follow it. */
  readonly end: () => Promise<LogStart>;
  /** Just before a row of an account; undefined for a row that does not exist, or is not in the order. */
  readonly before: (accountId: string, id: string) => Promise<LogStart | undefined>;
  /** @param window how many rows, of all accounts, are examined at most */
  readonly readAfter: (place: LogPlace, scope: LogScope, window: number) => Promise<LogPart>;
}

/** Negative if `a` comes first, 0 for the same place. */
export function comparePlaces(a: LogPlace, b: LogPlace): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** The later of two places. */
export const laterPlace = (a: LogPlace, b: LogPlace): LogPlace => (comparePlaces(a, b) < 0 ? b : a);
