import { pascalCase } from '#domain/words.ts';
import type { Dialect } from '../commit/dialect.ts';
import { COLUMNS, WRAPPED_COLUMNS } from '../tables.ts';

/** A time in the format of Prisma's adapter, which has to read these rows. */
const storedTime = (time: Date): string => time.toISOString().replace('Z', '+00:00');

/** The SQL expression that reads a column from the JSON parameter. Bytes are hexadecimal text there. */
const expression = (column: string, kind: string): string =>
  kind === 'bytes' ? `unhex(value ->> '$.${column}')` : `value ->> '$.${column}'`;

/**
 * SQLite's statements for store/commit. Names in them come from COLUMNS, never from input, so they need no escaping.
 */
export const sqliteDialect: Dialect = {
  insert(table) {
    const columns = Object.entries(COLUMNS[table]);
    // With "WHERE true" SQLite does not parse a following ON as part of a join.
    return `INSERT INTO "${pascalCase(table)}" (${columns.map(([column]) => `"${column}"`).join(', ')})
      SELECT ${columns.map(([column, kind]) => expression(column, kind)).join(', ')} FROM json_each(?) WHERE true`;
  },
  toJson(value) {
    if (value instanceof Date) return storedTime(value);
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : (value ?? null);
  },
  lockKeys: (tx, ids) =>
    tx.key.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, revision: true, state: true },
    }), // the transaction has locked the whole database
  findLocked: async () => [],
  deleteExpired: (table) => {
    const name = pascalCase(table);
    return `DELETE FROM "${name}" WHERE rowid IN (SELECT rowid FROM "${name}" WHERE "expiresAt" < ? LIMIT ?)`;
  },
  rewrap: (table) => {
    const column = WRAPPED_COLUMNS[table];
    return `UPDATE "${pascalCase(table)}" SET "${column}" = unhex(value ->> '$.to'), "rootKeyId" = value ->> '$.rootKeyId'
      FROM json_each(?) WHERE "${pascalCase(table)}"."id" = value ->> '$.id' AND "${column}" = unhex(value ->> '$.from')`;
  },
  announce: async () => {}, // SQLite has only one replica
};
