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
        existing: await db.keyVersion.count({
          where: { key: { accountId, ...existing } },
          take: max,
        }),
        destroyed: await db.keyVersion.count({ where: { key: { accountId, ...destroyed } } }),
      };
    case 'tokens':
      return {
        existing: await db.apiToken.count({ where: { accountId }, take: max }),
        destroyed: 0,
      };
  }
}
