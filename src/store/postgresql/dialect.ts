import { pascalCase } from '#domain/words.ts';
import type { Dialect } from '../commit/dialect.ts';
import { COLUMNS, WRAPPED_COLUMNS } from '../tables.ts';
import { CHANNEL } from './listener.ts';

const IDS_PER_NOTIFICATION = 100;

/**
 * PostgreSQL's statements for store/commit. Names in them come from COLUMNS, never from input, so they need no escaping.
 * The table's row type determines the types of the values and their collation, which compares bytes.
 */
export const postgresqlDialect: Dialect = {
  insert(table) {
    const name = pascalCase(table);
    const columns = Object.keys(COLUMNS[table])
      .map((column) => `"${column}"`)
      .join(', ');
    return `INSERT INTO "${name}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${name}", $1::json)`;
  },
  toJson(value) {
    if (value instanceof Date) return value.toISOString();
    return value instanceof Uint8Array
      ? `\\x${Buffer.from(value).toString('hex')}`
      : (value ?? null);
  },
  // Every replica locks keys in the order of their ids: two that need the same keys wait and do not deadlock.
  lockKeys: (tx, ids) =>
    tx.$queryRawUnsafe(
      'SELECT "id", "revision", "state" FROM "Key" WHERE "id" = ANY($1::text[]) ORDER BY "id" FOR NO KEY UPDATE',
      ids,
    ),
  findLocked: (tx, ids) =>
    tx.$queryRawUnsafe(
      `WITH "free" AS MATERIALIZED (SELECT "id" FROM "Key" WHERE "id" = ANY($1::text[]) ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED)
      SELECT "id" FROM "Key" WHERE "id" = ANY($1::text[]) AND "id" NOT IN (SELECT "id" FROM "free")`,
      ids,
    ),
  deleteExpired: (table) => {
    const name = pascalCase(table);
    // Two replicas that sweep at the same time take different rows.
    return `DELETE FROM "${name}" WHERE ctid IN (SELECT ctid FROM "${name}" WHERE "expiresAt" < $1::timestamp LIMIT $2 FOR UPDATE SKIP LOCKED)`;
  },
  rewrap: (table) => {
    const column = WRAPPED_COLUMNS[table];
    return `UPDATE "${pascalCase(table)}" AS held SET "${column}" = decode(given."to", 'hex'), "rootKeyId" = given."rootKeyId"
      FROM json_to_recordset($1::json) AS given("id" text, "from" text, "to" text, "rootKeyId" text)
      WHERE held."id" = given."id" AND held."${column}" = decode(given."from", 'hex')`;
  },
  async announce(tx, { keyIds, accessKeyIds }) {
    // A notification is limited to 8,000 bytes; the ids of one batch can be longer.
    for (let from = 0; from === 0 || from < keyIds.length; from += IDS_PER_NOTIFICATION) {
      const part = {
        keyIds: keyIds.slice(from, from + IDS_PER_NOTIFICATION),
        accessKeyIds: from === 0 ? accessKeyIds : [],
      };
      await tx.$queryRawUnsafe('SELECT pg_notify($1, $2)::text', CHANNEL, JSON.stringify(part));
    }
  },
};
