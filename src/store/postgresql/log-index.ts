import type pg from 'pg';
import type { Pools } from './pools.ts';

const INDEX = '"AuditEvent_transactionId_id_idx"';
/** Key of an advisory lock, as that of the start. */
const BUILD_LOCK = 7_265_378_492;

const STATE = `SELECT
  (SELECT count(*)::int FROM pg_attribute WHERE attrelid = to_regclass('"AuditEvent"') AND attname = 'transactionId') AS "columns",
  (SELECT "indisvalid" FROM pg_index WHERE indexrelid = to_regclass('${INDEX}')) AS "isValid"`;

const IS_FOREIGN = `SELECT 1 FROM "AuditEvent" WHERE "transactionId" >= pg_snapshot_xmax(pg_current_snapshot()) LIMIT 1`;

/** Whether the index by which the log of commits is read is there, not there yet, or of no use to an older schema. */
export async function stateOfLogIndex(client: pg.Client): Promise<'valid' | 'missing' | 'none'> {
  const { rows } = await client.query<{ columns: number; isValid: boolean | null }>(STATE);
  if (!rows[0]?.columns) return 'none';
  return rows[0].isValid ? 'valid' : 'missing';
}

/**
 * Builds the index in a database of an older release. It scans the whole table once, while requests go on; until it is there
 * subscriptions can be slow. Only one replica builds it, without waiting for the lock: PostgreSQL would wait for the waiting one.
 */
export async function buildLogIndex(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isMine: boolean }>(
    `SELECT pg_try_advisory_lock(${BUILD_LOCK}) AS "isMine"`,
  );
  if (!rows[0]?.isMine) return;
  await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${INDEX}`); // of a build that was interrupted
  await client.query(
    `CREATE INDEX CONCURRENTLY ${INDEX} ON "AuditEvent" ("transactionId", "id") WHERE "transactionId" IS NOT NULL`,
  );
}

/** Builds the index in the background. @returns dispose it to stop */
export function startLogIndex(
  connect: Pools['connect'],
  report: (error: unknown) => void,
): AsyncDisposable {
  let hasEnded = false;
  let client: pg.Client | undefined;
  const build = async () => {
    client = await connect();
    if (!hasEnded) await buildLogIndex(client);
    await client.end();
  };
  const building = build().catch((error) => hasEnded || report(error)); // the next start tries again
  return {
    async [Symbol.asyncDispose]() {
      hasEnded = true;
      await client?.end().catch(() => {});
      await building;
    },
  };
}

/**
 * Takes all rows out of the order of commits if it is that of another PostgreSQL server: a dump that was restored has the
 * numbers of the transactions of the server that it comes from, and new transactions would sort before them. Subscriptions
 * then return an error for every cursor from before, and clients read the data again.
 */
export async function dropForeignOrder(client: pg.Client): Promise<void> {
  const { rows } = await client.query(IS_FOREIGN);
  if (rows.length > 0)
    await client.query(
      `UPDATE "AuditEvent" SET "transactionId" = NULL WHERE "transactionId" IS NOT NULL`,
    );
}
