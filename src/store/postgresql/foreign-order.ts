import type pg from 'pg';

const INDEX = `SELECT to_regclass('"AuditEvent_transactionId_id_idx"') AS "index"`;
const IS_FOREIGN = `SELECT 1 FROM "AuditEvent" WHERE "transactionId" >= pg_snapshot_xmax(pg_current_snapshot()) LIMIT 1`;

/**
 * Takes all rows out of the order of commits if it is that of another PostgreSQL server: a dump that was restored has the
 * numbers of the transactions of the server that it comes from, and new transactions would sort before them. Subscriptions
 * then return an error for every cursor from before, and clients read anew.
 */
export async function dropForeignOrder(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ index: string | null }>(INDEX);
  if (!rows[0]?.index) return; // the schema of an older release
  const foreign = await client.query(IS_FOREIGN);
  if (foreign.rows.length > 0)
    await client.query(
      `UPDATE "AuditEvent" SET "transactionId" = NULL WHERE "transactionId" IS NOT NULL`,
    );
}
