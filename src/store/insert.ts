import { pascalCase } from '#domain/words.ts';
import type { Prisma } from '#generated/sqlite/client.ts';
import { COLUMNS, TABLES, type Table } from './tables.ts';
import type { Insert } from './writes.ts';

type Transaction = Prisma.TransactionClient;

/** How a column leaves the JSON text: bytes travel as hex, everything else as JSON has it. */
const expression = (column: string, kind: string): string =>
  kind === 'bytes' ? `unhex(value ->> '$.${column}')` : `value ->> '$.${column}'`;

/** The form in which Prisma's adapter stores a time; rows written here must read back as its own. */
export const storedTime = (time: Date): string => time.toISOString().replace('Z', '+00:00');

const toJson = (value: unknown): unknown => {
  if (value instanceof Date) return storedTime(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return value ?? null;
};

// Names come from COLUMNS, never from input, so they may stand in the statement.
const statement = (table: Table): string => {
  const columns = Object.entries(COLUMNS[table]);
  return `INSERT INTO "${pascalCase(table)}" (${columns.map(([column]) => `"${column}"`).join(', ')})
    SELECT ${columns.map(([column, kind]) => expression(column, kind)).join(', ')} FROM json_each(?)`;
};

const STATEMENTS = Object.fromEntries(TABLES.map((table) => [table, statement(table)])) as Record<Table, string>;

/**
 * Inserts the rows of a whole batch, one statement and one JSON parameter per table. With Prisma's
 * `createMany` the same batch took three times as long.
 */
export async function insertRows(tx: Transaction, inserts: readonly Insert[]): Promise<void> {
  const byTable = Map.groupBy(inserts, (insert) => insert.table);
  for (const table of TABLES) {
    const rows = byTable.get(table);
    if (!rows) continue;
    const json = JSON.stringify(
      rows.map(({ row }) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toJson(value)]))),
    );
    await tx.$executeRawUnsafe(STATEMENTS[table], json);
  }
}

/** Remembers nonces. @returns those that were new, as `<access key id> <hash>` */
export async function insertNonces(tx: Transaction, nonces: readonly Extract<Insert, { table: 'nonce' }>['row'][]): Promise<Set<string>> {
  if (nonces.length === 0) return new Set();
  const json = JSON.stringify(nonces.map((nonce) => ({ ...nonce, expiresAt: storedTime(nonce.expiresAt) })));
  // "WHERE true" keeps SQLite from reading ON as part of a join.
  const fresh = await tx.$queryRawUnsafe<{ accessKeyId: string; hash: string }[]>(
    `${STATEMENTS.nonce} WHERE true ON CONFLICT DO NOTHING RETURNING "accessKeyId", "hash"`,
    json,
  );
  return new Set(fresh.map((row) => `${row.accessKeyId} ${row.hash}`));
}
