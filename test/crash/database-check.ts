import { WRONG_COUNTS } from '../support/key-counts.ts';
import type { KnownKey, Ledger } from './ledger.ts';

/** Reads the database, beside the servers that use it. */
export type Read = <Row>(sql: string) => Promise<Row[]>;

const CHANGES = `'DisableKey', 'EnableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'ImportKeyMaterial', 'CreateKeyVersion'`;
const USES = `'Encrypt', 'Decrypt'`;
const done = (operations: string) =>
  `(SELECT "keyId", count(*) AS n FROM "AuditEvent" WHERE "operation" IN (${operations}) AND "outcome" = 'Done'
    AND "details" NOT LIKE '%"repeated":true%' GROUP BY "keyId")`;

/** What no crash may leave behind. Each lists what is wrong: nothing, in a database that is whole. */
const HALVES: Readonly<Record<string, string>> = {
  'has material nowhere': `SELECT k."id" FROM "Key" k LEFT JOIN "KeyVersion" v ON v."id" = k."primaryVersionId" AND v."keyId" = k."id"
    WHERE (k."origin" = 'Aliyun_KMS' OR k."state" IN ('Enabled', 'Disabled') OR k."primaryVersionId" IS NOT NULL OR k."materialDigest" IS NOT NULL)
    AND (v."id" IS NULL OR length(v."wrappedMaterial") = 0)`,
  'is a version of no key': `SELECT v."id" FROM "KeyVersion" v LEFT JOIN "Key" k ON k."id" = v."keyId" WHERE k."id" IS NULL`,
  'has more or fewer versions than were audited': `SELECT k."id" FROM "Key" k LEFT JOIN ${done(`'CreateKeyVersion'`)} c ON c."keyId" = k."id"
    LEFT JOIN (SELECT "keyId", count(*) AS n FROM "KeyVersion" GROUP BY "keyId") v ON v."keyId" = k."id"
    WHERE k."origin" = 'Aliyun_KMS' AND coalesce(v.n, 0) <> 1 + coalesce(c.n, 0)`,
  'was not audited as created once': `SELECT k."id" FROM "Key" k LEFT JOIN ${done(`'CreateKey'`)} c ON c."keyId" = k."id"
    WHERE coalesce(c.n, 0) <> 1`,
  'was audited as created, and is not there': `SELECT a."keyId" AS "id" FROM "AuditEvent" a LEFT JOIN "Key" k ON k."id" = a."keyId"
    WHERE a."operation" = 'CreateKey' AND a."outcome" = 'Done' AND k."id" IS NULL`,
  'was made twice': `SELECT "description" AS "id" FROM "Key" GROUP BY "description" HAVING count(*) > 1`,
  'is a client token of no key': `SELECT t."keyId" AS "id" FROM "ClientToken" t LEFT JOIN "Key" k ON k."id" = t."keyId" WHERE k."id" IS NULL`,
  'has material that no audit row imported, or none that one did': `SELECT k."id" FROM "Key" k
    LEFT JOIN ${done(`'ImportKeyMaterial'`)} i ON i."keyId" = k."id"
    WHERE k."origin" = 'EXTERNAL' AND (k."primaryVersionId" IS NULL) <> (i.n IS NULL)`,
  'was changed more or less often than audited': `SELECT k."id" FROM "Key" k LEFT JOIN ${done(CHANGES)} c ON c."keyId" = k."id"
    WHERE k."revision" <> 1 + coalesce(c.n, 0)`,
  'was used more or less often than audited': `SELECT coalesce(a."keyId", u."keyId") AS "id" FROM ${done(USES)} a
    FULL JOIN (SELECT "keyId", sum("uses") AS n FROM "KeyUse" GROUP BY "keyId") u ON u."keyId" = a."keyId"
    WHERE coalesce(a.n, 0) <> coalesce(u.n, 0)`,
  'is an account whose kept number of keys is not their count': WRONG_COUNTS,
  'is an access key of no user': `SELECT k."id" FROM "AccessKey" k LEFT JOIN "User" u ON u."id" = k."userId"
    WHERE k."userId" IS NOT NULL AND u."id" IS NULL`,
  'has a policy, and does not exist': `SELECT a."principalId" AS "id" FROM "Attachment" a LEFT JOIN "User" u ON u."id" = a."principalId"
    WHERE u."id" IS NULL`,
  'was not audited as created once, and is a user': `SELECT u."name" AS "id" FROM "User" u WHERE 1 <> (SELECT count(*) FROM "AuditEvent" a
    WHERE a."operation" = 'CreateUser' AND a."outcome" = 'Done' AND a."details" = '{"userName":"' || u."name" || '"}')`,
  'is a request that made a user, who is not there': `SELECT a."requestId" AS "id" FROM "AuditEvent" a WHERE a."operation" = 'CreateUser'
    AND a."outcome" = 'Done' AND NOT EXISTS (SELECT 1 FROM "User" u WHERE a."details" = '{"userName":"' || u."name" || '"}')`,
  'is a request that was audited twice': `SELECT "requestId" AS "id" FROM "AuditEvent" WHERE "requestId" <> ''
    GROUP BY "requestId" HAVING count(*) > 1`,
};

/** Notes what is missing, half or double in the database. */
export async function checkDatabase(ledger: Ledger, read: Read): Promise<void> {
  const { losses } = ledger;
  for (const [wrong, sql] of Object.entries(HALVES))
    for (const { id } of await read<{ id: string }>(sql)) losses.add(`${id} ${wrong}`);
  await checkAudit(ledger, read);
  const rows = await read<{ id: string; state: string }>(`SELECT "id", "state" FROM "Key"`);
  const stateOf = new Map(rows.map(({ id, state }) => [id, state]));
  const isLost = ({ keyId, states }: KnownKey) => !states.includes(stateOf.get(keyId) ?? 'nowhere');
  for (const key of ledger.keys.filter(isLost))
    losses.add(
      `${key.keyId} is ${stateOf.get(key.keyId) ?? 'nowhere'} in the database instead of ${key.states.join(' or ')}`,
    );
}

/** Every acknowledged call has its audit row, and none is audited as done of which it was said that nothing was done. */
async function checkAudit({ acknowledged, undone, losses }: Ledger, read: Read): Promise<void> {
  const rows = await read<{ requestId: string; operation: string; keyId: string; outcome: string }>(
    `SELECT "requestId", "operation", "keyId", "outcome" FROM "AuditEvent"`,
  );
  const audited = new Map(rows.map((row) => [row.requestId, row]));
  for (const [requestId, { asked, keyId }] of acknowledged) {
    const row = audited.get(requestId);
    if (row?.operation !== asked || row.outcome !== 'Done' || (keyId && row.keyId !== keyId))
      losses.add(
        `${asked} of ${keyId}, request ${requestId}: ${row ? `audited as ${row.operation}: ${row.outcome}` : 'not audited'}`,
      );
  }
  for (const requestId of undone)
    if (audited.get(requestId)?.outcome === 'Done')
      losses.add(`request ${requestId}: audited, although "nothing was changed" was the answer`);
}

/** On PostgreSQL: waits until what a dead server has begun is over. The database may still commit it, unread by anybody. */
export async function nothingUnderWay(read: Read): Promise<void> {
  const underWay = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND application_name = 'keywright' AND xact_start IS NOT NULL`;
  while ((await read(underWay)).length > 0);
}
