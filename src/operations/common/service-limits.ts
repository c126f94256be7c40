import { QUOTA_POOLS, type QuotaPool } from '#domain/quotas.ts';
import { LIMITED_RESOURCES } from '#domain/resource-limits.ts';
import type { Services } from '#pipeline/call.ts';
import { countResources } from '#store/read/count-resources.ts';

/** How many requests an account can make in a pool of operations. Null: any number, and they are not counted. */
export interface QuotaUse {
  readonly pool: QuotaPool;
  readonly requestsPerSecond: number | null;
  readonly used: number | null;
}

/** How much of something an account can have. */
export interface LimitUse {
  readonly resource: (typeof LIMITED_RESOURCES)[number];
  /** Null: any number. */
  readonly maximum: number | null;
  /** Counts what there is. Null where nothing bounds the count: it could read every row. */
  readonly count: () => Promise<number | null>;
}

/** The quotas and the limits of an account. */
export function limitsOf(
  services: Services,
  accountId: string,
  now: Date,
): { readonly quotas: readonly QuotaUse[]; readonly limits: readonly LimitUse[] } {
  return {
    quotas: QUOTA_POOLS.map((pool) => ({ pool, ...services.quotas.stateOf(accountId, pool) })),
    limits: LIMITED_RESOURCES.map((resource) => ({
      resource,
      maximum: services.limits[resource] ?? null,
      count: () => countOf(services, resource, accountId, now),
    })),
  };
}

async function countOf(
  { db, limits }: Services,
  resource: LimitUse['resource'],
  accountId: string,
  now: Date,
): Promise<number | null> {
  const where = { accountId };
  switch (resource) {
    // The limits of these three always apply, so there are never many.
    case 'users':
      return db.user.count({ where });
    case 'roles':
      return db.role.count({ where });
    case 'policies':
      return db.policy.count({ where });
    default: {
      const max = limits[resource];
      if (max === undefined && resource !== 'keys') return null;
      return (await countResources(db, resource, { accountId, now, max: max ?? 0 })).existing;
    }
  }
}
