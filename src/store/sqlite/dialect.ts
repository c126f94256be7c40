import { pascalCase } from '#domain/words.ts';
import type { Dialect } from '../commit/dialect.ts';
import { COLUMNS, WRAPPED_COLUMNS } from '../tables.ts';

/** The form in which Prisma's adapter stores a time; rows written here must read back as its own. */
const storedTime = (time: Date): string => time.toISOString().replace('Z', '+00:00');

/** How a column leaves the JSON text: bytes travel as hex, everything else as JSON has it. */
const expression = (column: string, kind: string): string =>
  kind === 'bytes' ? `unhex(value ->> '$.${column}')` : `value ->> '$.${column}'`;

// Names come from COLUMNS, never from input, so they may stand in the statements.
export const sqliteDialect: Dialect = {
  insert(table) {
    const columns = Object.entries(COLUMNS[table]);
    // "WHERE true" keeps SQLite from reading a following ON as part of a join.
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
    }), // the transaction has the database
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
  announce: async () => {}, // there are no others
};
