import Database from 'better-sqlite3';
import pg from 'pg';
import type { Rows } from '#store/tables.ts';
import { keyRow, versionOf } from '../test/support/rows.ts';

/** The SQL in which the two databases differ. `n` is the number of the row. */
export interface SqlForms {
  readonly series: (count: number) => string;
  /** A number as twelve hexadecimal digits. */
  readonly hex: (expression: string) => string;
  /** A time from milliseconds since 1970. */
  readonly time: (milliseconds: string) => string;
  readonly bytes: (hex: string) => string;
}

/** SQLite. */
export const SQLITE: SqlForms = {
  series: (count) =>
    `(WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${count}) SELECT n FROM series)`,
  hex: (expression) => `printf('%012x', ${expression})`,
  time: (milliseconds) =>
    `strftime('%Y-%m-%dT%H:%M:%f+00:00', (${milliseconds}) / 1000.0, 'unixepoch')`,
  bytes: (hex) => `x'${hex}'`,
};

/** PostgreSQL. */
export const POSTGRESQL: SqlForms = {
  series: (count) => `generate_series(1::bigint, ${count}) AS n`,
  hex: (expression) => `lpad(to_hex(${expression}), 12, '0')`,
  time: (milliseconds) => `to_timestamp((${milliseconds}) / 1000.0)`,
  bytes: (hex) => `'\\x${hex}'`,
};

const MINUTE_MILLISECONDS = 60_000;
const MONTH_MILLISECONDS = 30 * 24 * 60 * MINUTE_MILLISECONDS;

interface Owner {
  readonly accountId: string;
  readonly rootKeyId: string;
}
const OWNER = 'SELECT "accountId", "id" AS "rootKeyId" FROM "RootKey"';

/** A value as an SQL literal. */
export function literal(value: unknown, { time, bytes }: SqlForms): string {
  if (value instanceof Date) return time(String(value.getTime()));
  if (value instanceof Uint8Array) return bytes(Buffer.from(value).toString('hex'));
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

/**
 * Inserts `count` keys and their versions, one for each minute until now. Most are enabled; others are disabled, imported
 * or pending deletion, and none of these dates has passed. Ids sort by time, like UUIDs of version 7. The material is
 * filler and cannot be decrypted.
 */
function fillSql(forms: SqlForms, { accountId, rootKeyId }: Owner, count: number): string {
  const now = Date.now();
  const milliseconds = `${now} - (${count} - n) * ${MINUTE_MILLISECONDS}`;
  const digits = forms.hex(milliseconds);
  const id = (kind: 1 | 2) =>
    `substr(${digits}, 1, 8) || '-' || substr(${digits}, 9, 4) || '-7000-800${kind}-' || ${forms.hex('n')}`;
  const createdAt = forms.time(milliseconds);
  const later = forms.time(String(now + MONTH_MILLISECONDS));
  const key = keyRow(accountId);
  const insert = (table: string, row: object, differing: Readonly<Record<string, string>>) => {
    const columns = {
      ...Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, literal(value, forms)]),
      ),
      ...differing,
    };
    const names = Object.keys(columns).map((name) => `"${name}"`);
    return `INSERT INTO "${table}" (${names}) SELECT ${Object.values(columns)} FROM ${forms.series(count)};`;
  };
  const differing: Partial<Record<keyof Rows['key'], string>> = {
    id: id(1),
    primaryVersionId: id(2),
    description: `'Orders of customer ' || n`,
    state: `CASE n % 20 WHEN 5 THEN 'Disabled' WHEN 10 THEN 'PendingDeletion' ELSE 'Enabled' END`,
    origin: `CASE n % 20 WHEN 15 THEN 'EXTERNAL' ELSE 'Aliyun_KMS' END`,
    deleteDate: `CASE n % 20 WHEN 10 THEN ${later} END`,
    materialExpireTime: `CASE n % 20 WHEN 15 THEN ${later} END`,
    lastRotationDate: createdAt,
    createdAt,
  };
  const version: Partial<Record<keyof Rows['keyVersion'], string>> = {
    id: id(2),
    keyId: id(1),
    wrappedMaterial: forms.bytes('07'.repeat(81)),
    createdAt,
  };
  return insert('Key', key, differing) + insert('KeyVersion', versionOf(key, rootKeyId), version);
}

const middleKey = (count: number) =>
  `SELECT "id" FROM "Key" ORDER BY "id" LIMIT 1 OFFSET ${Math.floor(count / 2)}`;

/** Fills an SQLite database that no server uses. @returns the id of the key in the middle */
export function fillSqlite(file: string, count: number): string {
  const database = new Database(file);
  try {
    const owner = database.prepare(OWNER).get() as Owner;
    database.exec(
      `PRAGMA foreign_keys=ON; PRAGMA synchronous=OFF; BEGIN; ${fillSql(SQLITE, owner, count)} COMMIT; ANALYZE;`,
    );
    return database.prepare(middleKey(count)).pluck().get() as string;
  } finally {
    database.close();
  }
}

/** Foreign keys are dropped and added again, because checking them row by row takes longer than all inserts. */
const FOREIGN_KEYS = `SELECT format('ALTER TABLE "KeyVersion" DROP CONSTRAINT %I', conname) AS drop,
    format('ALTER TABLE "KeyVersion" ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS add
  FROM pg_constraint WHERE contype = 'f' AND conrelid = '"KeyVersion"'::regclass`;

/** Fills a PostgreSQL database. @returns the id of the key in the middle */
export async function fillPostgresql(url: string, count: number): Promise<string> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c TimeZone=UTC -c synchronous_commit=off',
  });
  await client.connect();
  try {
    const { rows: owners } = await client.query<Owner>(OWNER);
    const { rows: constraints } = await client.query<{ drop: string; add: string }>(FOREIGN_KEYS);
    const all = (step: 'drop' | 'add') =>
      constraints.map((constraint) => `${constraint[step]};`).join('');
    await client.query(
      `BEGIN; ${all('drop')} ${fillSql(POSTGRESQL, owners[0] as Owner, count)} ${all('add')} COMMIT;`,
    );
    await client.query('VACUUM ANALYZE'); // the state that autovacuum would produce
    const { rows } = await client.query<{ id: string }>(middleKey(count));
    return String(rows[0]?.id);
  } finally {
    await client.end();
  }
}
