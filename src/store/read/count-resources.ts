import { Prisma } from '#generated/sqlite/client.ts';
import type { Reader } from '../store.ts';
import { alive } from './as-of.ts';
import { countKeys } from './count-keys.ts';

/** What belongs to an account and is counted by its rows. */
export type CountedResource = 'keys' | 'aliases' | 'versions' | 'tokens';

interface CountOptions {
  readonly accountId: string;
  readonly now: Date;
  /** Counting ends here. */
  readonly max: number;
}

/** Rows of one account. */
interface ResourceCount {
  /** Those that exist at the time `now`; at most `max` for all but keys. */
  readonly existing: number;
  /** Those of destroyed keys, whose rows no job has deleted yet. */
  readonly destroyed: number;
}

/** Counts what an account has of something. Keys have a counter; of other rows at most `max` are read. */
export async function countResources(
  db: Reader,
  resource: CountedResource,
  { accountId, now, max }: CountOptions,
): Promise<ResourceCount> {
  const existing = alive(now);
  const destroyed = { deleteDate: { lte: now } };
  switch (resource) {
    case 'keys':
      return {
        existing: await countKeys(db, accountId, now),
        destroyed: await db.key.count({ where: { accountId, ...destroyed } }),
      };
    case 'aliases':
      return {
        existing: await db.alias.count({ where: { accountId, key: existing }, take: max }),
        destroyed: await db.alias.count({ where: { key: { accountId, ...destroyed } } }),
      };
    case 'versions':
      return {
        existing: await countVersions(db, { accountId, now, max }),
        destroyed: await db.keyVersion.count({ where: { key: { accountId, ...destroyed } } }),
      };
    case 'tokens':
      return {
        existing: await db.apiToken.count({ where: { accountId }, take: max }),
        destroyed: 0,
      };
  }
}

/** By SQL: Prisma orders what it counts up to a number by the id of the version, and so reads those of all accounts. */
async function countVersions(db: Reader, { accountId, now, max }: CountOptions): Promise<number> {
  const [row] = await db.$queryRaw<
    { versions: bigint | number }[]
  >(Prisma.sql`SELECT count(*) AS "versions" FROM (
    SELECT 1 FROM "Key" JOIN "KeyVersion" ON "KeyVersion"."keyId" = "Key"."id"
    WHERE "Key"."accountId" = ${accountId} AND ("Key"."deleteDate" IS NULL OR "Key"."deleteDate" > ${now})
    LIMIT ${max}) AS "first"`);
  return Number(row?.versions);
}
