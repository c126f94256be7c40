import { readDatabase } from './database.ts';
import type { Credential, Kms } from './kms.ts';

/** What an account has: keys, those that are whole, and the audit rows of those that were made. */
export async function inventory(
  { dataDir }: Pick<Kms, 'dataDir'>,
  { accountId }: Pick<Credential, 'accountId'>,
) {
  const of = `"accountId" = '${accountId}'`;
  const [row] = await readDatabase<Record<string, string>>(
    dataDir,
    `SELECT (SELECT count(*) FROM "Key" WHERE ${of}) AS keys,
      (SELECT count(*) FROM "Key" JOIN "KeyVersion" ON "KeyVersion"."id" = "primaryVersionId" WHERE "Key".${of}) AS whole,
      (SELECT count(*) FROM "AuditEvent" WHERE ${of} AND "operation" = 'CreateKey' AND "outcome" = 'Done') AS audited`,
  );
  return { keys: Number(row?.keys), whole: Number(row?.whole), audited: Number(row?.audited) };
}

/** So many, each whole, and each audited once. */
export const made = (keys: number) => ({ keys, whole: keys, audited: keys });
