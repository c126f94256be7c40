import type pg from 'pg';
import type { AuditEvent } from '#generated/sqlite/client.ts';
import type { CommitLog, LogStart } from '../feed/commit-log.ts';
import { TABLES } from '../tables.ts';
import { toDriverError } from './driver-error.ts';
import { ROW_TYPES } from './row-types.ts';

const COLUMNS = Object.keys(TABLES.auditEvent.columns)
  .map((column) => `"${column}"`)
  .join(', ');

/** All transactions below it have ended, and no later one gets a smaller number: no row can be added before it. */
const END = 'pg_snapshot_xmin(pg_current_snapshot())';

const SNAPSHOT = 'SELECT pg_current_snapshot()::text AS "snapshot"';

/**
 * The end by a snapshot, `xmin:xmax:` and the open transactions in between (PostgreSQL manual, "Transaction ID and Snapshot
 * Information Functions"). Of those between, the others were committed already.
 */
function endIn(snapshot: string): LogStart {
  const [first = '', last = '', open = ''] = snapshot.split(':');
  const end = BigInt(last);
  const running = new Set(open.split(','));
  return {
    place: { commit: BigInt(first), id: '' },
    isEarlier: (commit) => commit < end && !running.has(String(commit)),
  };
}

/**
 * The rows of a scope in a window, and the last row of a full window, which says how far the window goes. At least one row
 * with the end, which is that of the same snapshot.
 */
const READ = `SELECT "end"."commit" AS "end", "part".* FROM (SELECT ${END}::text AS "commit") AS "end" LEFT JOIN (
  SELECT * FROM (
    SELECT ${COLUMNS}, "transactionId"::text AS "commit",
      row_number() OVER (ORDER BY "transactionId", "id")::int AS "number",
      "accountId" = ANY($4::text[])
        OR ("accountId" = ANY($5::text[]) AND "outcome" = 'Done' AND "operation" = ANY($6::text[])) AS "isInScope"
    FROM "AuditEvent" WHERE ("transactionId", "id") > ($1::xid8, $2::text) AND "transactionId" < ${END}
    ORDER BY "transactionId", "id" LIMIT $3::int
  ) AS "window" WHERE "isInScope" OR "number" = $3::int
) AS "part" ON true ORDER BY "number"`;

const PLACE_BEFORE = `SELECT "transactionId"::text AS "commit", (
    SELECT coalesce(max("id"), '') FROM "AuditEvent"
    WHERE "transactionId" = "found"."transactionId" AND "id" < "found"."id"
  ) AS "id" FROM "AuditEvent" AS "found"
  WHERE "id" = $1 AND "accountId" = $2 AND "transactionId" < ${END}`;

interface FoundRow extends AuditEvent {
  readonly end: string;
  readonly commit: string;
  /** Null in the one row of an empty part. */
  readonly number: number | null;
  readonly isInScope: boolean;
}

/**
 * The log on PostgreSQL: rows by the number of their transaction, up to the oldest transaction that is open. One that stays
 * open, also in another database of the server, delays the rows of all that began after it.
 */
export function openCommitLog(pool: pg.Pool): CommitLog {
  const query = async <Row extends object>(name: string, text: string, values: unknown[] = []) => {
    const config = { name, text, values, types: ROW_TYPES } as pg.QueryConfig;
    const { rows } = await pool.query<Row>(config).catch((error) => {
      throw toDriverError(error);
    });
    return rows;
  };
  return {
    async end() {
      const [row] = await query<{ snapshot: string }>('log end', SNAPSHOT);
      return endIn(row?.snapshot ?? '');
    },
    async before(accountId, id) {
      const values = [id, accountId];
      const [row] = await query<{ commit: string; id: string }>('log place', PLACE_BEFORE, values);
      return row && { place: { commit: BigInt(row.commit), id: row.id } };
    },
    async readAfter({ commit, id }, { all, changes, operations }, window) {
      const values = [String(commit), id, window, all, changes, operations];
      const found = await query<FoundRow>('log read', READ, values);
      const last = found.at(-1);
      const hasMore = last?.number === window;
      return {
        rows: found.flatMap(({ end: _end, commit: at, number: _number, isInScope, ...row }) =>
          isInScope ? [{ place: { commit: BigInt(at), id: row.id }, row }] : [],
        ),
        through: hasMore
          ? { commit: BigInt(last.commit), id: last.id }
          : { commit: BigInt(last?.end ?? commit), id: '' },
        examined: window,
        hasMore,
      };
    },
  };
}
