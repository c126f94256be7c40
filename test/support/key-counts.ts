import { readDatabase } from './database.ts';
import type { Kms } from './kms.ts';

/** By how much the kept number of each account's keys differs from their count, as one look sees both; only those that do. */
export const WRONG_COUNTS = `SELECT coalesce(k."accountId", c."accountId") AS "id", coalesce(c.n, 0) - coalesce(k.n, 0) AS "off"
  FROM (SELECT "accountId", count(*) AS n FROM "Key" GROUP BY "accountId") k
  FULL JOIN (SELECT "accountId", sum("keys") AS n FROM "KeyCount" GROUP BY "accountId") c ON c."accountId" = k."accountId"
  WHERE coalesce(k.n, 0) <> coalesce(c.n, 0)`;

export const wrongCounts = ({ dataDir }: Pick<Kms, 'dataDir'>) =>
  readDatabase<{ id: string; off: unknown }>(dataDir, WRONG_COUNTS);
