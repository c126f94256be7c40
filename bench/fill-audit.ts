import Database from 'better-sqlite3';
import pg from 'pg';
import { literal, POSTGRESQL, SQLITE, type SqlForms } from './fill.ts';

/** Milliseconds from one row to the next. */
export const STEP_MILLISECONDS = 1_000;
/** How many rows have the rare address, whatever the number of rows. */
const RARE = 20;
const CHUNK = 250_000;

/** The values of rows by their number `n`: how often each occurs does not depend on the number of rows. */
export const AUDIT_VALUES = {
  key: '00000000-0000-7000-8001-000000000007',
  principal: 'user-7',
  operation: 'Decrypt',
  seldomOperation: 'CreateKey',
  outcome: 'Rejected.Disabled',
  address: '192.0.2.7',
  rareAddress: '203.0.113.1',
  credential: 'KW7',
} as const;

function rowsSql(
  forms: SqlForms,
  accountId: string,
  { first, count, total, start }: { first: number; count: number; total: number; start: number },
): string {
  const n = `(n + ${first - 1})`;
  const milliseconds = `${start} + ${n} * ${STEP_MILLISECONDS}`;
  const digits = forms.hex(milliseconds);
  const columns: Readonly<Record<string, string>> = {
    id: `substr(${digits}, 1, 8) || '-' || substr(${digits}, 9, 4) || '-7000-8001-' || ${forms.hex(n)}`,
    accountId: literal(accountId, forms),
    accessKeyId: `'KW' || (${n} % 100)`,
    requestId: `'0198c0de-0000-4000-8000-' || ${forms.hex(n)}`,
    surface: `CASE ${n} % 3 WHEN 0 THEN 'graphql' ELSE 'rpc' END`,
    operation: `CASE WHEN ${n} % 300 = 0 THEN 'CreateKey' WHEN ${n} % 3 = 0 THEN 'Decrypt' ELSE 'Encrypt' END`,
    keyId: `'00000000-0000-7000-8001-' || ${forms.hex(`${n} % 500`)}`,
    outcome: `CASE ${n} % 200 WHEN 0 THEN 'Rejected.Disabled' ELSE 'Done' END`,
    details: `'{}'`,
    createdAt: forms.time(milliseconds),
    principal: `'acs:ram::${accountId}:user/user-' || (${n} % 50)`,
    credentialType: `'AccessKey'`,
    address: `CASE ${n} % ${Math.floor(total / RARE)} WHEN 1 THEN '203.0.113.1' ELSE '192.0.2.' || (${n} % 200) END`,
    userAgent: `'AlibabaCloud (linux; amd64) Node.js/v26.0.0 Core/1.0'`,
    keyVersionId: `'00000000-0000-7000-8002-' || ${forms.hex(`${n} % 500`)}`,
    durationMicroseconds: `500 + ${n} % 1000`,
  };
  const names = Object.keys(columns).map((name) => `"${name}"`);
  return `INSERT INTO "AuditEvent" (${names}) SELECT ${Object.values(columns)} FROM ${forms.series(count)};`;
}

const ACCOUNT = 'SELECT "accountId" FROM "Deployment"';

/** Adds audit rows, one for each second. @returns the time of the first and the account */
export async function fillAudit(
  url: string,
  total: number,
  progress: (rows: number) => void,
): Promise<{ readonly start: number; readonly accountId: string }> {
  const start = Date.now() - 86_400_000 - total * STEP_MILLISECONDS;
  const chunks = Array.from({ length: Math.ceil(total / CHUNK) }, (_, index) => ({
    first: index * CHUNK + 1,
    count: Math.min(CHUNK, total - index * CHUNK),
    total,
    start,
  }));
  const fill = url.startsWith('file:') ? fillSqlite : fillPostgresql;
  return { start, accountId: await fill(url, chunks, progress) };
}

type Chunks = readonly Parameters<typeof rowsSql>[2][];

async function fillSqlite(url: string, chunks: Chunks, progress: (rows: number) => void) {
  const database = new Database(url.slice('file:'.length), { timeout: 60_000 });
  try {
    const accountId = String(database.prepare(ACCOUNT).pluck().get());
    database.exec('PRAGMA synchronous=OFF');
    for (const chunk of chunks) {
      database.exec(rowsSql(SQLITE, accountId, chunk));
      progress(chunk.first + chunk.count - 1);
    }
    return accountId;
  } finally {
    database.close();
  }
}

async function fillPostgresql(url: string, chunks: Chunks, progress: (rows: number) => void) {
  const client = new pg.Client({
    connectionString: url,
    options: '-c TimeZone=UTC -c synchronous_commit=off',
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ accountId: string }>(ACCOUNT);
    const accountId = String(rows[0]?.accountId);
    for (const chunk of chunks) {
      await client.query(rowsSql(POSTGRESQL, accountId, chunk));
      progress(chunk.first + chunk.count - 1);
    }
    await client.query('VACUUM ANALYZE "AuditEvent"'); // the state that autovacuum would produce
    return accountId;
  } finally {
    await client.end();
  }
}
